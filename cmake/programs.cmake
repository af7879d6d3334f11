# SPDX-License-Identifier: GPL-2.0-only WITH cryptsetup-OpenSSL-exception
#
# Programs: one for each scenario folder and example, the calibration and the benchmarks.

# hip_add_program(NAME LIBRARY SOURCES...): a program on the model library, known to ./ns3 run in
# an ns-3 tree.
function(hip_add_program name library)
  if(COMMAND build_exec)
    build_exec(
      EXECNAME ${name}
      SOURCE_FILES ${ARGN}
      LIBRARIES_TO_LINK ${library} Boost::graph OpenSSL::Crypto
      EXECUTABLE_DIRECTORY_PATH ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/contrib/hip
    )
  else()
    add_executable(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE ${library} Boost::graph)
  endif()
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE HIP_SOURCE_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
endfunction()

# scenarios/common/ goes into every scenario, scenarios/<name>/ makes hip-scenario-<name>.
foreach(source IN LISTS HIP_SCENARIO_SOURCES)
  string(REGEX REPLACE "^scenarios/([^/]+)/.*" "\\1" scenario ${source})
  list(APPEND HIP_SCENARIO_${scenario} ${source})
  list(APPEND HIP_SCENARIOS ${scenario})
endforeach()
list(REMOVE_DUPLICATES HIP_SCENARIOS)
list(REMOVE_ITEM HIP_SCENARIOS common)

set(HIP_SCENARIO_LIBRARY ${HIP_LIBRARY})
if(HIP_SCENARIO_common)
  find_package(Boost 1.81 REQUIRED COMPONENTS program_options)
  add_library(hip-scenario-common STATIC ${HIP_SCENARIO_common})
  target_include_directories(hip-scenario-common PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_definitions(
    hip-scenario-common PRIVATE HIP_SOURCE_DIR="${CMAKE_CURRENT_SOURCE_DIR}"
  )
  target_link_libraries(
    hip-scenario-common PUBLIC ${HIP_LIBRARY} Boost::graph Boost::program_options
  )
  if(COMMAND build_exec)
    target_link_libraries(hip-scenario-common PUBLIC ${libmobility} ${libwifi})
  else()
    target_link_libraries(hip-scenario-common PUBLIC ns3::libmobility ns3::libwifi)
  endif()
  set(HIP_SCENARIO_LIBRARY hip-scenario-common)
endif()
foreach(scenario IN LISTS HIP_SCENARIOS)
  hip_add_program(
    hip-scenario-${scenario} ${HIP_SCENARIO_LIBRARY} ${HIP_SCENARIO_${scenario}}
  )
endforeach()

foreach(source IN LISTS HIP_EXAMPLE_SOURCES)
  get_filename_component(example ${source} NAME_WE)
  hip_add_program(${example} ${HIP_LIBRARY} ${source})
endforeach()

# The core alone, without ns-3: what a user of the core sees, and what is measured.
if(HIP_CALIBRATE_SOURCES)
  add_executable(hip-calibrate ${HIP_CALIBRATE_SOURCES})
  target_link_libraries(hip-calibrate PRIVATE hip-core)
endif()

find_package(benchmark QUIET)
if(HIP_CORE_BENCHMARKS AND benchmark_FOUND)
  add_executable(hip-core-bench ${HIP_CORE_BENCHMARKS})
  target_link_libraries(hip-core-bench PRIVATE hip-core benchmark::benchmark_main)
endif()
foreach(source IN LISTS HIP_MODEL_BENCHMARKS)
  get_filename_component(bench ${source} NAME_WE)
  hip_add_program(hip-bench-${bench} ${HIP_SCENARIO_LIBRARY} ${source})
endforeach()
