# How this project builds: flags, the module helper that enforces the layer table (layers.json), the test helper.
include_guard(GLOBAL)
include(SayseeTorch)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(SAYSEE_CCACHE ccache)
if(SAYSEE_CCACHE)
  # Precompiled headers hit the cache only with these relaxations (ccache manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${SAYSEE_CCACHE})
endif()

find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(tl-expected REQUIRED)

# Flags of our own code; third-party headers are SYSTEM and stay quiet.
add_library(saysee_flags INTERFACE)
target_include_directories(saysee_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(saysee_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Woverloaded-virtual -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports maybe-uninitialized inside std::variant, std::optional and tl::expected at -O2 and above.
  target_compile_options(saysee_flags INTERFACE -fpch-preprocess -Winvalid-pch -Wno-maybe-uninitialized -Wno-restrict)
  if(SAYSEE_SANITIZE)
    target_compile_options(saysee_flags INTERFACE -Wno-stringop-overflow -Wno-array-bounds)
  endif()
endif()
target_link_libraries(saysee_flags INTERFACE Threads::Threads)
if(SAYSEE_SANITIZE)
  add_compile_options(-fsanitize=${SAYSEE_SANITIZE} -fno-omit-frame-pointer)
  if(SAYSEE_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
  add_link_options(-fsanitize=${SAYSEE_SANITIZE})
endif()
# For tests of such a build. An allocation that fails answers as it does without a sanitizer.
set(SAYSEE_SANITIZER_OPTIONS
    "ASAN_OPTIONS=allocator_may_return_null=1"
    "LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/leaks.supp:print_suppressions=0"
    "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/support/threads.supp"
    "UBSAN_OPTIONS=print_stacktrace=1")
if(SAYSEE_SANITIZE)
  list(APPEND SAYSEE_SANITIZER_OPTIONS "QTEST_FUNCTION_TIMEOUT=900000")  # milliseconds; Qt Test gives up after 300,000
endif()
if(SAYSEE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

file(READ "${CMAKE_SOURCE_DIR}/packaging/cmake/layers.json" SAYSEE_LAYERS)
set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
             "${CMAKE_SOURCE_DIR}/packaging/cmake/layers.json")

# The modules that -DSAYSEE_COMPONENTS=model builds.
set(SAYSEE_MODEL_MODULES base audio image text model eval training)

# Adds core/<module> when it exists and belongs to the chosen components.
macro(saysee_add_module_directory module)
  if(EXISTS "${CMAKE_SOURCE_DIR}/core/${module}/CMakeLists.txt"
     AND (SAYSEE_COMPONENTS STREQUAL "all" OR "${module}" IN_LIST SAYSEE_MODEL_MODULES))
    add_subdirectory("core/${module}")
  endif()
endmacro()

# saysee_add_module(<name> SOURCES f.cpp... [DEPS module...] [EXTERNAL target...] [TORCH])
#
# Declares the static library saysee_<name>, alias saysee::<name>. DEPS are modules of ours; one that the table does
# not allow stops the configuration. EXTERNAL libraries are private: their include paths do not reach users of the
# module. TORCH links LibTorch privately and uses the shared precompiled header.
function(saysee_add_module name)
  cmake_parse_arguments(ARG "TORCH" "" "SOURCES;DEPS;EXTERNAL" ${ARGN})
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "saysee_add_module(${name}): unknown arguments ${ARG_UNPARSED_ARGUMENTS}")
  endif()
  string(JSON count LENGTH "${SAYSEE_LAYERS}" modules ${name} may_use)
  set(allowed "")
  if(count GREATER 0)
    math(EXPR last "${count} - 1")
    foreach(i RANGE ${last})
      string(JSON dependency GET "${SAYSEE_LAYERS}" modules ${name} may_use ${i})
      list(APPEND allowed ${dependency})
    endforeach()
  endif()
  foreach(dependency IN LISTS ARG_DEPS)
    if(NOT dependency IN_LIST allowed)
      message(FATAL_ERROR "core/${name} may not use core/${dependency}: see packaging/cmake/layers.json")
    endif()
  endforeach()

  add_library(saysee_${name} STATIC ${ARG_SOURCES})
  add_library(saysee::${name} ALIAS saysee_${name})
  list(TRANSFORM ARG_DEPS PREPEND saysee::)
  target_link_libraries(saysee_${name} PUBLIC saysee_flags nlohmann_json::nlohmann_json tl::expected ${ARG_DEPS}
                                       PRIVATE ${ARG_EXTERNAL})
  if(ARG_TORCH)
    saysee_use_torch(saysee_${name})
  endif()
endfunction()

# Links LibTorch privately, as system headers, through one precompiled header for all that use it.
function(saysee_use_torch target)
  if(NOT TARGET saysee_torch)
    saysee_find_torch()
    add_library(saysee_torch_pch OBJECT "${CMAKE_SOURCE_DIR}/packaging/cmake/torch_pch.cpp")
    target_link_libraries(saysee_torch_pch PRIVATE saysee_flags nlohmann_json::nlohmann_json tl::expected saysee_torch)
    target_precompile_headers(saysee_torch_pch PRIVATE "${CMAKE_SOURCE_DIR}/packaging/cmake/torch_pch.h")
  endif()
  target_link_libraries(${target} PRIVATE saysee_torch)
  target_precompile_headers(${target} REUSE_FROM saysee_torch_pch)
endfunction()

# saysee_share_with_engine(<program>): offers our own symbols, and no others, to libsaysee-engine.so, so that both share
# one copy of core/base. ENABLE_EXPORTS would offer the inline functions of Qt 6 too, and Debian's LibTorch loads Qt 5,
# which would take operator==(QString, QString) from us.
function(saysee_share_with_engine program)
  target_link_options(${program} PRIVATE "LINKER:--export-dynamic-symbol=*6saysee*")
  if(SAYSEE_TESTS)
    find_package(Python3 REQUIRED COMPONENTS Interpreter)
    add_test(NAME exports_of_${program} COMMAND Python3::Interpreter "${CMAKE_SOURCE_DIR}/tests/support/check_exports.py"
             "${CMAKE_NM}" "$<TARGET_FILE:${program}>")
    set_tests_properties(exports_of_${program} PROPERTIES LABELS unit)
  endif()
endfunction()

# Qt, as every user of it here gets it: torch's "slots" clash and silent ASCII casts are impossible.
macro(saysee_find_qt)
  if(NOT TARGET saysee_qt_flags)
    find_package(Qt6 6.4 REQUIRED COMPONENTS ${ARGN})
    add_library(saysee_qt_flags INTERFACE)
    target_compile_definitions(saysee_qt_flags INTERFACE
      QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
      QT_DISABLE_DEPRECATED_BEFORE=0x060400)
  else()
    find_package(Qt6 6.4 REQUIRED COMPONENTS ${ARGN})
  endif()
endmacro()

# saysee_add_test(<tst_name> [DEPS module...] [EXTERNAL target...] [LABELS label...] [TORCH] [TIMEOUT seconds])
#
# One executable for one tst_*.cpp in the current folder, run from the build folder. Labels: unit (default), golden,
# gui, cli, slow, device. Tests read shared material from SAYSEE_SHARED (default: ../shared beside the project).
function(saysee_add_test name)
  cmake_parse_arguments(ARG "TORCH" "TIMEOUT" "DEPS;EXTERNAL;LABELS" ${ARGN})
  foreach(dependency IN LISTS ARG_DEPS)
    if(NOT TARGET saysee_${dependency})
      message(STATUS "test ${name} left out: core/${dependency} is not built")
      return()
    endif()
  endforeach()
  add_executable(${name} ${name}.cpp)
  set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  list(TRANSFORM ARG_DEPS PREPEND saysee::)
  target_link_libraries(${name} PRIVATE saysee_flags saysee_qt_flags saysee_test_support Qt6::Test ${ARG_DEPS}
                                        ${ARG_EXTERNAL})
  target_include_directories(${name} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  if(ARG_TORCH)
    if(NOT TARGET saysee_torch)
      message(FATAL_ERROR "test ${name} uses LibTorch, but no module does")
    endif()
    target_link_libraries(${name} PRIVATE saysee_torch)
    target_sources(${name} PRIVATE $<TARGET_OBJECTS:saysee_torch_seed>)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES
    LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT} SKIP_REGULAR_EXPRESSION "SKIP-ALL"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;SAYSEE_SOURCE_DIR=${CMAKE_SOURCE_DIR};SAYSEE_BINARY_DIR=${CMAKE_BINARY_DIR};${SAYSEE_SANITIZER_OPTIONS}")
endfunction()

# saysee_run_on_gpu(<tst_name>): runs a test that honours SAYSEE_TEST_DEVICE a second time, on a GPU that is simulated
# (tests/support/simulated_gpu.cpp), as <tst_name>_on_gpu.
function(saysee_run_on_gpu test)
  if(NOT TARGET saysee_simulated_gpu)
    message(STATUS "test ${test}_on_gpu left out: LibTorch has CUDA, or this is a sanitizer's build")
    return()
  endif()
  add_dependencies(${test} saysee_simulated_gpu)
  add_test(NAME ${test}_on_gpu COMMAND ${test})
  get_test_property(${test} ENVIRONMENT environment)
  get_test_property(${test} LABELS labels)
  get_test_property(${test} TIMEOUT timeout)
  set_tests_properties(${test}_on_gpu PROPERTIES
    LABELS "${labels}" TIMEOUT ${timeout} SKIP_REGULAR_EXPRESSION "SKIP-ALL"
    ENVIRONMENT "${environment};SAYSEE_TEST_DEVICE=cuda:0;LD_PRELOAD=$<TARGET_FILE:saysee_simulated_gpu>")
endfunction()
