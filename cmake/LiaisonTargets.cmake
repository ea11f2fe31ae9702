# Helpers that give every Liaison target the same usage requirements.
find_package(Threads REQUIRED)

if(PROJECT_IS_TOP_LEVEL)
  find_program(LIAISON_CCACHE ccache)
  if(LIAISON_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Paths below the source folder are hashed relative to it, so every clone shares one cache.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
                                    CCACHE_NOHASHDIR=1 ${LIAISON_CCACHE})
  endif()
  find_program(LIAISON_MOLD mold)
  if(LIAISON_MOLD)
    add_link_options(-fuse-ld=mold)
  endif()
endif()

# liaison_target(<target>): language level, warnings, sanitizers, private include root.
function(liaison_target target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                                           -Woverloaded-virtual)
  if(LIAISON_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_compile_options(${target} PRIVATE -Wthread-safety)
  else()
    # GCC 12 reports these inside inlined standard containers and strings (PR 105651 and kin).
    target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized -Wno-dangling-pointer
                                             -Wno-restrict)
  endif()
  if(LIAISON_ASSERTS)
    target_compile_definitions(${target} PUBLIC LIAISON_ASSERTS=1)
  endif()
  if(LIAISON_SANITIZE)
    target_compile_options(${target} PUBLIC -fsanitize=${LIAISON_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${LIAISON_SANITIZE})
  endif()
endfunction()

# liaison_fast_allocator(<executable>): mimalloc in place of the C library's allocator, where
# LIAISON_MIMALLOC asks for it (docs/decisions/004-allocator.md). Never for libraries: whoever embeds
# the engine chooses.
function(liaison_fast_allocator target)
  if(NOT LIAISON_MIMALLOC OR LIAISON_SANITIZE)
    return()
  endif()
  find_package(mimalloc 2.0 REQUIRED)
  target_link_libraries(${target} PRIVATE mimalloc)
  target_compile_definitions(${target} PRIVATE LIAISON_HAS_MIMALLOC)
endfunction()

# liaison_component(<name> [PUBLIC_HEADERS <files>...]): the library liaison_<name>, alias
# liaison::<name>, with include/ as its public door and its own folder as private include root.
function(liaison_component name)
  cmake_parse_arguments(ARG "" "" "PUBLIC_HEADERS" ${ARGN})
  add_library(liaison_${name})
  add_library(liaison::${name} ALIAS liaison_${name})
  liaison_target(liaison_${name})
  set_target_properties(liaison_${name} PROPERTIES EXPORT_NAME ${name}
                        VERIFY_INTERFACE_HEADER_SETS ON)
  target_sources(liaison_${name} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${ARG_PUBLIC_HEADERS})
  target_include_directories(liaison_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
endfunction()

# liaison_sources(<component> <folder> <files>...): the sources of one folder of a component.
function(liaison_sources component folder)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/)
  target_sources(liaison_${component} PRIVATE ${ARGN})
endfunction()
