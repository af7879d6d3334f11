# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
"""Builds the core, the model library and their tests with waf: tools/waf configure build test"""

import os
import subprocess
from pathlib import Path

from hip_command.sources import read_lists
from waflib.Build import BuildContext
from waflib.Tools import cxx

APPNAME = "hip"
VERSION = "1"
top = "."
out = "build/waf"

LIBRARIES = {
    "CRYPTO": ("openssl/evp.h", ["crypto"]),
    "LDNS": ("ldns/ldns.h", ["ldns"]),
    "GRAPH": ("boost/graph/graph_traits.hpp", ["boost_graph"]),
    "GTEST": ("gtest/gtest.h", ["gmock", "gtest_main", "gtest"]),
    "NS3": (
        "ns3/node.h",
        ["ns3-applications", "ns3-csma", "ns3-flow-monitor", "ns3-internet-apps", "ns3-internet"]
        + ["ns3-point-to-point", "ns3-virtual-net-device", "ns3-stats", "ns3-traffic-control"]
        + ["ns3-bridge", "ns3-network", "ns3-core"],
    ),
}


def options(opt):
    """Adds the options of the compiler."""
    opt.load("compiler_cxx")


# The options of a release build with CMake, in the same order, and a file of dependencies that waf
# itself has no use for: so ccache need not compile twice what CMake has compiled.
DEPENDENCIES = "-MD -MT ${TGT[0].abspath()} -MF ${TGT[0].abspath()}.d"
FLAGS_OF_TESTS = ["-O3", "-Wall", "-Wextra", "-O0", "-std=c++17"]
FLAGS_OF_CORE = ["-O3", "-fPIC", "-Wall", "-Wextra", "-Werror=deprecated-declarations", "-std=c++17"]
FLAGS_OF_MODEL = ["-O3", "-fPIC", "-Wall", "-Wextra", "-std=c++17"]


class cxx(cxx.cxx):  # pylint: disable=invalid-name,function-redefined
    """Compiles one source. waf finds the class by this name."""

    run_str = cxx.cxx.orig_run_str.replace("${CXXFLAGS}", "${CXXFLAGS} " + DEPENDENCIES)


def configure(conf):
    """Looks for the compiler and the libraries."""
    conf.load("compiler_cxx")
    conf.env.DEFINES = ["NDEBUG", "NS3_LOG_ENABLE"]
    for name, (header, libraries) in LIBRARIES.items():
        conf.check_cxx(
            header_name=header,
            lib=libraries,
            uselib_store=name,
            cxxflags=["-std=c++17"],
            msg=f"Checking {name}",
        )
        conf.env["CXXFLAGS_" + name] = []


def build(bld):
    """Declares the libraries and the test program of the core; CMake has those of the module."""
    lists = read_lists(Path(bld.path.abspath()) / "sources.cmake")
    flat = bld.path.get_bld().make_node("include")
    lay_flat_headers(flat.make_node("ns3"), bld.path, lists["HIP_MODEL_HEADERS"])

    bld.objects(
        target="hip-core",
        source=lists["HIP_CORE_SOURCES"],
        includes=".",
        export_includes=".",
        cxxflags=FLAGS_OF_CORE,
        use="CRYPTO LDNS",
    )
    bld.objects(
        target="hip-model",
        source=lists["HIP_MODEL_SOURCES"],
        includes=[".", flat],
        export_includes=[".", flat],
        cxxflags=FLAGS_OF_MODEL,
        use="hip-core GRAPH NS3",
    )
    library = "hip-model hip-core CRYPTO LDNS GRAPH NS3"
    bld(features="cxx cxxshlib", target="hip", source=[], use=library)
    declare_test(bld, "hip-core-test", "hip-core CRYPTO LDNS", lists, "HIP_CORE_TESTS")


def declare_test(bld, name, libraries, lists, tests):
    """Declares a GoogleTest program of the tests in a list, if there are any."""
    if not lists[tests]:
        return
    root = bld.path.abspath()
    bld.program(
        target=name,
        source=lists[tests] + lists["HIP_CORE_TEST_SUPPORT"],
        includes=[".", bld.path.get_bld().make_node("include")],
        defines=[f'HIP_TEST_DATA_DIR="{root}/test/data"', f'HIP_SOURCE_DIR="{root}"'],
        cxxflags=FLAGS_OF_TESTS,
        use=libraries + " GTEST",
        rpath=bld.path.get_bld().abspath(),
    )


def lay_flat_headers(folder, root, headers):
    """Links the model's headers under ns3/, as an ns-3 tree lays them, with hip-module.h."""
    folder.mkdir()
    lines = ["#pragma once\n"]
    for header in headers:
        link = Path(folder.abspath()) / Path(header).name
        if not link.is_symlink():
            link.symlink_to(root.find_node(header).abspath())
        lines.append(f'#include "ns3/{link.name}"\n')
    module = folder.make_node("hip-module.h")
    if not module.exists() or module.read() != "".join(lines):
        module.write("".join(lines))


class TestContext(BuildContext):
    """runs the tests of the core"""

    cmd = "test"
    fun = "test"


def test(tst):
    """Runs the test program of the core."""
    program = tst.path.get_bld().find_node("hip-core-test")
    if program is None:
        tst.fatal("nothing to test: run build first")
    environment = {**os.environ, "GTEST_BRIEF": "1"}
    if subprocess.run([program.abspath()], env=environment, check=False).returncode != 0:
        tst.fatal("hip-core-test failed")
