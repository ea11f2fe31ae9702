# Installing: libraries, public headers, the program, and a package that find_package(Liaison) finds.
include(GNUInstallDirs)
if(LIAISON_INSTALL)
  include(CMakePackageConfigHelpers)
  set(liaison_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Liaison)

  set(liaison_libraries liaison_engine)
  foreach(component IN ITEMS query server loaders)
    if(TARGET liaison_${component})
      list(APPEND liaison_libraries liaison_${component})
    endif()
  endforeach()
  install(TARGETS ${liaison_libraries} EXPORT LiaisonTargets
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
          LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
          FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  if(TARGET liaison)
    install(TARGETS liaison RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
  install(EXPORT LiaisonTargets NAMESPACE liaison:: DESTINATION ${liaison_package_dir})

  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/LiaisonConfig.cmake.in
                                ${PROJECT_BINARY_DIR}/LiaisonConfig.cmake
                                INSTALL_DESTINATION ${liaison_package_dir})
  # Before 1.0 a minor version may change the interface.
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/LiaisonConfigVersion.cmake
                                   COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/LiaisonConfig.cmake
                ${PROJECT_BINARY_DIR}/LiaisonConfigVersion.cmake
          DESTINATION ${liaison_package_dir})
endif()
