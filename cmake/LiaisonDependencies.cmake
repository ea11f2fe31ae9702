# Libraries of others: whether as archives or shared, where Debian's packages leave a choice
# (docs/decisions/007-start-of-the-program.md).
if(LIAISON_STATIC_DEPENDENCIES)
  list(PREPEND CMAKE_FIND_LIBRARY_SUFFIXES .a)
endif()

# liaison_find_rocksdb(): RocksDB::rocksdb, the archive, and with LIAISON_STATIC_DEPENDENCIES also what
# it needs, where its package names shared libraries.
macro(liaison_find_rocksdb)
  find_package(RocksDB REQUIRED)
  if(LIAISON_STATIC_DEPENDENCIES AND TARGET Snappy::snappy-static AND TARGET gflags::gflags_static)
    get_target_property(liaison_rocksdb_needs RocksDB::rocksdb INTERFACE_LINK_LIBRARIES)
    list(TRANSFORM liaison_rocksdb_needs REPLACE "Snappy::snappy>" "Snappy::snappy-static>")
    list(TRANSFORM liaison_rocksdb_needs REPLACE "gflags::gflags_shared" "gflags::gflags_static")
    list(TRANSFORM liaison_rocksdb_needs REPLACE "libbz2\\.so" "libbz2.a")
    set_target_properties(RocksDB::rocksdb PROPERTIES
                          INTERFACE_LINK_LIBRARIES "${liaison_rocksdb_needs}")
    set_property(GLOBAL PROPERTY LIAISON_ROCKSDB_NEEDS_ARCHIVES TRUE)
  endif()
endmacro()

# liaison_static_runtime(<executable>): the C++ library as an archive too, where nothing in C++ is left
# that is shared and would bring it along a second time.
function(liaison_static_runtime target)
  get_property(is_rocksdb_static GLOBAL PROPERTY LIAISON_ROCKSDB_NEEDS_ARCHIVES)
  if(is_rocksdb_static AND LIAISON_HTTPLIB_DIR AND NOT LIAISON_SANITIZE
     AND ICU_UC_LIBRARY_RELEASE MATCHES "\\.a$" AND pkgcfg_lib_RE2_re2 MATCHES "\\.a$")
    target_link_options(${target} PRIVATE -static-libstdc++ -static-libgcc)
  endif()
endfunction()

# liaison_use_httplib(<target>): cpp-httplib as one header where script/setup has put it, else as the
# shared library of the system (docs/decisions/007-start-of-the-program.md).
find_path(LIAISON_HTTPLIB_DIR httplib.h PATHS /usr/local/src/cpp-httplib NO_DEFAULT_PATH
          DOC "Folder of cpp-httplib's undivided header")
function(liaison_use_httplib target)
  if(LIAISON_HTTPLIB_DIR)
    target_include_directories(${target} SYSTEM PRIVATE ${LIAISON_HTTPLIB_DIR})
  else()
    message(STATUS "cpp-httplib: its shared library; programs start later for it")
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(CPP_HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
    target_link_libraries(${target} PRIVATE PkgConfig::CPP_HTTPLIB)
  endif()
endfunction()
