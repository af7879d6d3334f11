# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
#
# Tests: GoogleTest programs, replays of the fuzz corpora, and scripts that judge whole runs.

set(HIP_TEST_ENVIRONMENT
    "HIP_BUILD_DIR=${CMAKE_CURRENT_BINARY_DIR}"
    "HIP_SOURCE_DIR=${CMAKE_CURRENT_SOURCE_DIR}"
    "ASAN_OPTIONS=abort_on_error=1:detect_stack_use_after_return=1"
    "UBSAN_OPTIONS=abort_on_error=1:print_stacktrace=1"
)

# hip_add_test(NAME LABEL COMMAND...): a test that runs from the top of the source tree.
function(hip_add_test name label)
  add_test(NAME ${name} COMMAND ${ARGN} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_tests_properties(
    ${name} PROPERTIES LABELS ${label} TIMEOUT 900 SKIP_RETURN_CODE 77 ENVIRONMENT "${HIP_TEST_ENVIRONMENT}"
  )
endfunction()

# hip_add_gtest(NAME LIBRARY SOURCES...): tests find their data through HIP_TEST_DATA_DIR.
function(hip_add_gtest name library)
  add_executable(${name} ${ARGN})
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${library} GTest::gmock GTest::gtest_main)
  target_compile_definitions(
    ${name} PRIVATE HIP_TEST_DATA_DIR="${CMAKE_CURRENT_SOURCE_DIR}/test/data"
                    HIP_SOURCE_DIR="${CMAKE_CURRENT_SOURCE_DIR}"
  )
  # Tests are most of what there is to compile, and few of them compute much themselves.
  target_compile_options(${name} PRIVATE -O0)
  hip_add_test(${name} gtest ${name})
endfunction()

if(HIP_CORE_TESTS)
  hip_add_gtest(hip-core-test hip-core ${HIP_CORE_TESTS} ${HIP_CORE_TEST_SUPPORT})
endif()
if(HIP_MODEL_TESTS AND HIP_LIBRARY)
  hip_add_gtest(hip-model-test ${HIP_LIBRARY} ${HIP_MODEL_TESTS} ${HIP_CORE_TEST_SUPPORT})
endif()
if(HIP_SCENARIO_TESTS AND TARGET hip-scenario-common)
  hip_add_gtest(hip-scenario-test hip-scenario-common ${HIP_SCENARIO_TESTS})
endif()

# test/fuzz/<unit>-fuzz.cc, with its corpus in test/fuzz/corpus/<unit>/.
foreach(source IN LISTS HIP_FUZZ_TARGETS)
  get_filename_component(target ${source} NAME_WE)
  string(REGEX REPLACE "-fuzz$" "" unit ${target})
  add_executable(hip-${target} ${source} ${HIP_CORE_TEST_SUPPORT})
  target_link_libraries(hip-${target} PRIVATE hip-core)
  if(HIP_FUZZ)
    target_link_options(hip-${target} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(hip-${target} PRIVATE test/fuzz/replay-main.cc)
    hip_add_test(
      hip-${target} fuzz hip-${target} ${CMAKE_CURRENT_SOURCE_DIR}/test/fuzz/corpus/${unit}
    )
  endif()
endforeach()

# Programs that script tests run: test/tools/<name>.cc makes hip-<name>.
foreach(source IN LISTS HIP_TEST_TOOLS)
  get_filename_component(tool ${source} NAME_WE)
  add_executable(hip-${tool} ${source})
  target_link_libraries(hip-${tool} PRIVATE hip-core)
endforeach()

foreach(script IN LISTS HIP_SCRIPT_TESTS)
  hip_add_test(${script} script ${CMAKE_CURRENT_SOURCE_DIR}/${script})
endforeach()

# ns-3 builds its modules as C++20 from 3.41 and as C++23 from 3.46: the core must compile as both.
# hip-core-standards compiles all of it twice; the whole check only its headers, which users see.
file(GLOB HIP_CORE_HEADERS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS core/*/*.h)
list(TRANSFORM HIP_CORE_HEADERS REPLACE "(.+)" "#include \"\\1\"")
list(JOIN HIP_CORE_HEADERS "\n" HIP_CORE_HEADERS)
file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/core-headers.cc CONTENT "${HIP_CORE_HEADERS}\n")
add_custom_target(hip-core-standards)
add_custom_target(hip-core-header-standards)
foreach(standard IN ITEMS 20 23)
  add_library(hip-core-cxx${standard} OBJECT EXCLUDE_FROM_ALL ${HIP_CORE_SOURCES})
  add_library(hip-core-headers-cxx${standard} OBJECT EXCLUDE_FROM_ALL
                                                     ${CMAKE_CURRENT_BINARY_DIR}/core-headers.cc)
  foreach(target IN ITEMS hip-core-cxx${standard} hip-core-headers-cxx${standard})
    set_target_properties(
      ${target} PROPERTIES CXX_STANDARD ${standard} CXX_STANDARD_REQUIRED ON
    )
    target_compile_options(${target} PRIVATE -O0 -Wall -Wextra -Werror)
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  endforeach()
  add_dependencies(hip-core-standards hip-core-cxx${standard})
  add_dependencies(hip-core-header-standards hip-core-headers-cxx${standard})
endforeach()
