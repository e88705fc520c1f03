# How everything is compiled: warnings are errors, mold and ccache where they are installed.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The second word lets ccache work together with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

add_library(docktor_options INTERFACE)
target_compile_options(docktor_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wno-missing-field-initializers -Werror)
target_include_directories(docktor_options INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)

find_program(MOLD mold)
if(MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_link_options(docktor_options INTERFACE -fuse-ld=mold)
endif()

if(DOCKTOR_SANITIZE)
  target_compile_options(docktor_options INTERFACE -fsanitize=${DOCKTOR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(docktor_options INTERFACE -fsanitize=${DOCKTOR_SANITIZE})
endif()

if(DOCKTOR_FUZZ)
  target_compile_options(docktor_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

configure_file(${CMAKE_SOURCE_DIR}/cmake/version.h.in ${CMAKE_BINARY_DIR}/generated/core/version.h)
configure_file(${CMAKE_SOURCE_DIR}/cmake/build_options.h.in ${CMAKE_BINARY_DIR}/generated/core/build_options.h)
