# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where. Nothing installed names the build machine: the command finds its library and both
# package files find their prefix relative to themselves, so that the tree may be moved.
include (CMakePackageConfigHelpers)
set (packages ${CMAKE_INSTALL_LIBDIR}/cmake/marbre)
file (RELATIVE_PATH bin_to_lib "/${CMAKE_INSTALL_BINDIR}" "/${CMAKE_INSTALL_LIBDIR}")
file (RELATIVE_PATH pc_to_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
set_target_properties (marbre_cli PROPERTIES INSTALL_RPATH "$ORIGIN/${bin_to_lib}")

install (TARGETS marbre_cli RUNTIME)
install (TARGETS marbre EXPORT marbre LIBRARY INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install (DIRECTORY ${CMAKE_SOURCE_DIR}/include/marbre DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
         FILES_MATCHING PATTERN "*.h")
install (DIRECTORY ${CMAKE_SOURCE_DIR}/styles ${CMAKE_SOURCE_DIR}/fonts
         DESTINATION ${CMAKE_INSTALL_DATADIR}/marbre FILES_MATCHING PATTERN "*.css")
install (DIRECTORY ${CMAKE_SOURCE_DIR}/src/ortho/data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/marbre/ortho
         FILES_MATCHING PATTERN "*.txt")
install (DIRECTORY ${CMAKE_SOURCE_DIR}/src/text/data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/marbre/text
         FILES_MATCHING PATTERN "*.txt")
install (DIRECTORY ${CMAKE_SOURCE_DIR}/samples/templates DESTINATION ${CMAKE_INSTALL_DATADIR}/marbre)
install (FILES ${CMAKE_CURRENT_BINARY_DIR}/marbre.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

configure_file (marbre.pc.in marbre.pc @ONLY)
install (FILES ${CMAKE_CURRENT_BINARY_DIR}/marbre.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

configure_package_config_file (marbreConfig.cmake.in marbreConfig.cmake INSTALL_DESTINATION ${packages})
write_basic_package_version_file (marbreConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install (FILES ${CMAKE_CURRENT_BINARY_DIR}/marbreConfig.cmake
               ${CMAKE_CURRENT_BINARY_DIR}/marbreConfigVersion.cmake DESTINATION ${packages})
install (EXPORT marbre NAMESPACE marbre:: FILE marbreTargets.cmake DESTINATION ${packages})
