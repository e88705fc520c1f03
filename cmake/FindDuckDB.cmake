# DuckDB: the header to compile with, and the library that the program loads when it first needs it.
#
# From DUCKDB_ROOT (include/duckdb.h and lib/libduckdb.so, or both in the folder itself) where that is given; else from the
# two npm packages pinned in third_party/duckdb, fetched once for all build trees into ~/.cache/docktor/duckdb.
#
#   DuckDB::duckdb   the include folder; nothing is linked: loading the library takes longer than most commands
#   DuckDB_LIBRARY   the library's file. A fetched one is in lib/docktor of the build tree

set(DUCKDB_ROOT "$ENV{DUCKDB_ROOT}" CACHE PATH "A folder with DuckDB's header and library; empty: fetch them")
set(duckdb_pins ${CMAKE_SOURCE_DIR}/third_party/duckdb)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${duckdb_pins}/package-lock.json)

# Fetches into `folder`, which appears when it is complete; several builds may try at once.
function(duckdb_fetch folder)
  file(LOCK ${folder}.lock GUARD FUNCTION TIMEOUT 600)
  if(EXISTS ${folder})
    return()
  endif()
  find_program(NPM npm)
  if(NOT NPM)
    message(FATAL_ERROR "fetch DuckDB: there is no npm; run scripts/setup build, or name a folder that has DuckDB: -DDUCKDB_ROOT=…")
  endif()
  message(STATUS "fetching DuckDB with npm")
  set(work ${folder}.part)
  file(REMOVE_RECURSE ${work})
  file(COPY ${duckdb_pins}/package.json ${duckdb_pins}/package-lock.json DESTINATION ${work})
  execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
                  WORKING_DIRECTORY ${work} RESULT_VARIABLE status OUTPUT_VARIABLE said ERROR_VARIABLE said)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "fetch DuckDB: npm ci failed: ${said}")
  endif()
  set(modules ${work}/node_modules)
  file(COPY ${modules}/@duckdb/node-bindings-linux-x64/libduckdb.so ${modules}/@duckdb/node-bindings-linux-x64/LICENSE
       DESTINATION ${work}/lib)
  file(COPY ${modules}/duckdb/src/duckdb/src/include/duckdb.h DESTINATION ${work}/include)
  file(REMOVE_RECURSE ${modules})
  file(RENAME ${work} ${folder})
endfunction()

function(duckdb_cache result)
  set(cache "$ENV{DOCKTOR_CACHE}")
  if(NOT cache AND DEFINED ENV{XDG_CACHE_HOME})
    set(cache "$ENV{XDG_CACHE_HOME}/docktor")
  elseif(NOT cache)
    set(cache "$ENV{HOME}/.cache/docktor")
  endif()
  file(SHA256 ${duckdb_pins}/package-lock.json pins)
  string(SUBSTRING ${pins} 0 12 pins)
  set(${result} ${cache}/duckdb/${pins} PARENT_SCOPE)
endfunction()

if(DUCKDB_ROOT)
  find_path(DuckDB_INCLUDE_DIR duckdb.h PATHS ${DUCKDB_ROOT} PATH_SUFFIXES include NO_DEFAULT_PATH)
  find_library(DuckDB_LIBRARY duckdb PATHS ${DUCKDB_ROOT} PATH_SUFFIXES lib NO_DEFAULT_PATH)
elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  # A hard link: the build tree goes on working when the cache is emptied.
  set(DuckDB_INCLUDE_DIR ${CMAKE_BINARY_DIR}/duckdb)
  set(DuckDB_LIBRARY ${CMAKE_BINARY_DIR}/lib/docktor/libduckdb.so)
  duckdb_cache(duckdb_cached)
  if(NOT EXISTS ${DuckDB_LIBRARY} OR NOT "${duckdb_cached}" STREQUAL "${DuckDB_FROM}")
    duckdb_fetch(${duckdb_cached})
    file(MAKE_DIRECTORY ${DuckDB_INCLUDE_DIR} ${CMAKE_BINARY_DIR}/lib/docktor)
    file(CREATE_LINK ${duckdb_cached}/include/duckdb.h ${DuckDB_INCLUDE_DIR}/duckdb.h COPY_ON_ERROR)
    file(CREATE_LINK ${duckdb_cached}/lib/libduckdb.so ${DuckDB_LIBRARY} COPY_ON_ERROR)
    set(DuckDB_FROM ${duckdb_cached} CACHE INTERNAL "what the build tree's copy was linked to")
  endif()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(DuckDB REQUIRED_VARS DuckDB_LIBRARY DuckDB_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "name a folder that has include/duckdb.h and lib/libduckdb.so: -DDUCKDB_ROOT=…")

if(DuckDB_FOUND AND NOT TARGET DuckDB::duckdb)
  add_library(DuckDB::duckdb INTERFACE IMPORTED)
  target_include_directories(DuckDB::duckdb INTERFACE ${DuckDB_INCLUDE_DIR})
  target_link_libraries(DuckDB::duckdb INTERFACE ${CMAKE_DL_LIBS})
endif()
