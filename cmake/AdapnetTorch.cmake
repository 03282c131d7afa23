# LibTorch: the CPU package of Debian, or any newer one (CUDA too) found through CMAKE_PREFIX_PATH.
find_package(Torch REQUIRED)
# Torch's flags and headers stay private to core/nn; as system headers they raise no warnings of ours.
add_library(adapnet_torch INTERFACE)
target_include_directories(adapnet_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(adapnet_torch INTERFACE ${TORCH_LIBRARIES})
separate_arguments(torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(adapnet_torch INTERFACE ${torch_flags})

# On the processor the backbone calls oneDNN itself (core/nn/packed_backbone.cpp) when LibTorch uses the same
# shared library (version 2), as Debian's does. A LibTorch that brings its own copy inside does without: two
# versions in one process would answer each other's calls.
option(ADAPNET_ONEDNN "Call oneDNN directly where LibTorch shares it" ON)
if(ADAPNET_ONEDNN)
  find_path(DNNL_INCLUDE_DIR dnnl.hpp)
  find_library(DNNL_LIBRARY dnnl)
  find_package(OpenMP QUIET COMPONENTS CXX)
  get_filename_component(torch_folder "${TORCH_LIBRARY}" DIRECTORY)
  set(torch_needs "")
  if(CMAKE_READELF AND EXISTS ${torch_folder}/libtorch_cpu.so)
    execute_process(COMMAND ${CMAKE_READELF} -d ${torch_folder}/libtorch_cpu.so OUTPUT_VARIABLE torch_needs
                    ERROR_QUIET)
  endif()
  set(dnnl_version "")
  if(EXISTS ${DNNL_INCLUDE_DIR}/oneapi/dnnl/dnnl_version.h)
    file(STRINGS ${DNNL_INCLUDE_DIR}/oneapi/dnnl/dnnl_version.h dnnl_version REGEX "DNNL_VERSION_MAJOR +2$")
  endif()
  if(dnnl_version AND DNNL_LIBRARY AND OpenMP_CXX_FOUND AND torch_needs MATCHES "libdnnl\\.so\\.2")
    message(STATUS "oneDNN: ${DNNL_LIBRARY}, shared with LibTorch")
    set(ADAPNET_ONEDNN_FOUND ON)
    target_include_directories(adapnet_torch SYSTEM INTERFACE ${DNNL_INCLUDE_DIR})
    target_link_libraries(adapnet_torch INTERFACE ${DNNL_LIBRARY} ${OpenMP_CXX_LIBRARIES})
  else()
    message(STATUS "oneDNN is not shared with LibTorch; networks on the processor use LibTorch alone")
  endif()
endif()
