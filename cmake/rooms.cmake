# docktor_room(NAME [USES room…] [LIBS library…])
#
# One static library for src/NAME. Files that begin with fake_ are the room's in-memory stand-ins: they go into
# docktor_NAME_fakes, which only tests and the simulator link.
function(docktor_room name)
  cmake_parse_arguments(ROOM "" "" "USES;LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  set(fakes ${sources})
  list(FILTER sources EXCLUDE REGEX "/fake_[^/]*$")
  list(FILTER fakes INCLUDE REGEX "/fake_[^/]*$")
  list(TRANSFORM ROOM_USES PREPEND docktor_)
  docktor_library(docktor_${name} "${sources}" ${ROOM_USES} ${ROOM_LIBS})
  if(fakes)
    docktor_library(docktor_${name}_fakes "${fakes}" docktor_${name})
  endif()
endfunction()

function(docktor_library target sources)
  if(NOT sources)
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${ARGN})
    return()
  endif()
  add_library(${target} STATIC ${sources})
  target_link_libraries(${target} PRIVATE docktor_options PUBLIC ${ARGN} fmt::fmt Threads::Threads)
  if(DOCKTOR_PCH)
    docktor_precompiled(${target})
  endif()
endfunction()

# The headers that nearly every file needs, compiled once for each room.
option(DOCKTOR_PCH "Use precompiled headers" OFF)
function(docktor_precompiled target)
  target_precompile_headers(${target} PRIVATE <algorithm> <chrono> <functional> <map> <optional> <string> <vector> "core/json.h")
  target_compile_options(${target} PRIVATE -fpch-preprocess)
endfunction()

# Leaves the program where the README says it is.
function(docktor_binary_in_root target)
  if(NOT DOCKTOR_SANITIZE AND NOT DOCKTOR_FUZZ)
    add_custom_command(TARGET ${target} POST_BUILD
      COMMAND ${CMAKE_COMMAND} -E copy_if_different $<TARGET_FILE:${target}> ${CMAKE_SOURCE_DIR}/docktor VERBATIM)
  endif()
endfunction()
