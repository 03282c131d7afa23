# What every target of this project has in common: include root, warnings, sanitizers.

add_library(adapnet_options INTERFACE)
target_include_directories(adapnet_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(adapnet_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                       -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # False alarms of GCC 12 on `"text" + string` (its bug 105651), gone in 13.
  target_compile_options(adapnet_options INTERFACE -Wno-restrict)
endif()
if(ADAPNET_WERROR)
  target_compile_options(adapnet_options INTERFACE -Werror)
endif()
if(ADAPNET_SANITIZE)
  target_compile_options(adapnet_options INTERFACE -fsanitize=${ADAPNET_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(adapnet_options INTERFACE -fsanitize=${ADAPNET_SANITIZE})
endif()

# adapnet_library(<name> PUBLIC <libs...> PRIVATE <libs...>): one static library for the folder
# core/<name>, from all its sources.
function(adapnet_library name)
  cmake_parse_arguments(ARG "" "" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/core/${name}/*.cpp
       ${CMAKE_SOURCE_DIR}/core/${name}/*/*.cpp)
  if(NOT sources)
    add_library(adapnet_${name} INTERFACE)
    target_link_libraries(adapnet_${name} INTERFACE adapnet_options ${ARG_PUBLIC})
    return()
  endif()
  add_library(adapnet_${name} STATIC ${sources})
  target_link_libraries(adapnet_${name} PUBLIC adapnet_options ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
endfunction()

# adapnet_test(<name> <libs...>): one test program for the folder tests/<name>, found by CTest.
function(adapnet_test folder)
  string(REPLACE "/" "_" name ${folder})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*_test.cpp)
  if(NOT sources)
    return()
  endif()
  # A folder may bring its own main (the window's tests need an application object).
  set(main GTest::gtest_main)
  if(EXISTS ${CMAKE_SOURCE_DIR}/tests/${folder}/main.cpp)
    list(APPEND sources ${CMAKE_SOURCE_DIR}/tests/${folder}/main.cpp)
    set(main "")
  endif()
  add_executable(${name}_test ${sources})
  target_link_libraries(${name}_test PRIVATE adapnet_options ${ARGN} GTest::gmock GTest::gtest ${main})
  # Tests are compiled far more often than they run: light optimisation halves the time to build them.
  target_compile_options(${name}_test PRIVATE $<$<CONFIG:Release>:-O1>)
  target_compile_definitions(${name}_test PRIVATE ADAPNET_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data"
                             ADAPNET_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                             ADAPNET_BINARY_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name}_test)
  # LibTorch's threads sleep between two steps: spinning beside another program costs minutes.
  set_tests_properties(${name} PROPERTIES TIMEOUT 600
                       ENVIRONMENT "QT_QPA_PLATFORM=offscreen;OMP_WAIT_POLICY=passive")
endfunction()
