# LibTorch: the CPU package of Debian, or any newer one (CUDA too) found through CMAKE_PREFIX_PATH.
find_package(Torch REQUIRED)
# Torch's flags and headers stay private to core/nn; as system headers they raise no warnings of ours.
add_library(adapnet_torch INTERFACE)
target_include_directories(adapnet_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(adapnet_torch INTERFACE ${TORCH_LIBRARIES})
separate_arguments(torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(adapnet_torch INTERFACE ${torch_flags})
