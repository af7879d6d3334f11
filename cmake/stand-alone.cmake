# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
#
# What an ns-3 tree would bring along: build type, warnings, the ns-3 libraries and flat headers.

option(HIP_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(HIP_FUZZ "Link the fuzz targets with libFuzzer (clang) instead of the corpus replay" OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release or RelWithDebInfo" FORCE)
endif()

# ns-3's package accepts only its exact version, so the floor is checked here.
find_package(ns3 REQUIRED)
if(ns3_VERSION VERSION_LESS 3.37)
  message(FATAL_ERROR "ns-3 ${ns3_VERSION} is too old: 3.37 or later is needed")
endif()

# The standard that the headers of this ns-3 are written in.
if(ns3_VERSION VERSION_GREATER_EQUAL 3.46)
  set(CMAKE_CXX_STANDARD 23)
elseif(ns3_VERSION VERSION_GREATER_EQUAL 3.41)
  set(CMAKE_CXX_STANDARD 20)
else()
  set(CMAKE_CXX_STANDARD 17)
endif()
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_compile_options(-Wall -Wextra)
if(HIP_SANITIZE)
  # More optimization or more of -g would take the compiler three times as long.
  add_compile_options(-O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(HIP_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Installed ns-3 leaves its log macros empty unless the user of its headers asks for them.
add_compile_definitions(NS3_LOG_ENABLE)
if(NOT CMAKE_BUILD_TYPE STREQUAL Release)
  add_compile_definitions(NS3_ASSERT_ENABLE)
endif()

# The library of model/ and helper/, with the core inside, and its headers flat under ns3/ as an
# ns-3 tree would lay them, hip-module.h among them.
function(hip_add_model_library)
  set(flat ${CMAKE_CURRENT_BINARY_DIR}/include/ns3)
  file(REMOVE_RECURSE ${flat})
  file(MAKE_DIRECTORY ${flat})
  set(all "#pragma once\n")
  foreach(header IN LISTS HIP_MODEL_HEADERS)
    get_filename_component(name ${header} NAME)
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${header} ${flat}/${name} SYMBOLIC)
    string(APPEND all "#include \"ns3/${name}\"\n")
  endforeach()
  file(CONFIGURE OUTPUT ${flat}/hip-module.h CONTENT "${all}")

  add_library(hip SHARED ${HIP_MODEL_SOURCES})
  target_include_directories(hip PUBLIC ${CMAKE_CURRENT_BINARY_DIR}/include)
  target_link_libraries(
    hip
    PUBLIC hip-core ns3::libapplications ns3::libcsma ns3::libinternet ns3::libinternet-apps
           ns3::libpoint-to-point ns3::libvirtual-net-device ns3::libflow-monitor
    PRIVATE Boost::graph
  )
  # Calls within the library go straight, not through its table of symbols: the packet path is made
  # of many small functions.
  target_link_options(hip PRIVATE -Wl,-Bsymbolic-functions)
endfunction()
