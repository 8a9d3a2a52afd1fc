# LibTorch as one target, saysee_torch, whichever build of it is installed.
include_guard(GLOBAL)

# A build with CUDA (the one inside an installed PyTorch, say) has a CMake package that insists on configuring the CUDA
# language, which we do not use: its headers and libraries are taken directly. Others come from their package.
#
# Point CMAKE_PREFIX_PATH at LibTorch, or at what python3 -c 'import torch; print(torch.utils.cmake_prefix_path)' says.
function(saysee_find_torch)
  set(hints "")
  foreach(prefix IN LISTS CMAKE_PREFIX_PATH)
    list(APPEND hints "${prefix}" "${prefix}/../..")
  endforeach()
  find_path(SAYSEE_TORCH_INCLUDE ATen/ATen.h HINTS ${hints} PATH_SUFFIXES include)
  find_library(SAYSEE_TORCH_CPU torch_cpu HINTS ${hints} PATH_SUFFIXES lib)
  if(NOT SAYSEE_TORCH_INCLUDE OR NOT SAYSEE_TORCH_CPU)
    message(FATAL_ERROR "LibTorch is missing (Debian: libtorch-dev; else point CMAKE_PREFIX_PATH at it)")
  endif()
  get_filename_component(library_directory "${SAYSEE_TORCH_CPU}" DIRECTORY)
  find_library(SAYSEE_TORCH_CUDA torch_cuda PATHS "${library_directory}" NO_DEFAULT_PATH)

  add_library(saysee_torch INTERFACE)
  if(SAYSEE_TORCH_CUDA)
    find_library(SAYSEE_C10 c10 PATHS "${library_directory}" NO_DEFAULT_PATH REQUIRED)
    target_include_directories(saysee_torch SYSTEM INTERFACE "${SAYSEE_TORCH_INCLUDE}")
    # Nothing of ours names a symbol of torch_cuda; it registers itself when it is loaded.
    target_link_libraries(saysee_torch INTERFACE
      "-Wl,--no-as-needed,${SAYSEE_TORCH_CUDA},--as-needed" "${SAYSEE_TORCH_CPU}" "${SAYSEE_C10}")
    target_link_options(saysee_torch INTERFACE "-Wl,-rpath,${library_directory}"
                                               "-Wl,--allow-shlib-undefined")
  else()
    set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)  # the tests' folders see its targets too
    find_package(Torch REQUIRED)
    separate_arguments(torch_flags UNIX_COMMAND "${TORCH_CXX_FLAGS}")
    target_include_directories(saysee_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
    target_link_libraries(saysee_torch INTERFACE ${TORCH_LIBRARIES})
    target_compile_options(saysee_torch INTERFACE ${torch_flags})
  endif()
endfunction()
