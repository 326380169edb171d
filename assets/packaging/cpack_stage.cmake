# Run by cpack when all files of a parcel lie in their folder, before they are packed.

# Folders are open to all, whatever the umask of the one who packs.
file(CHMOD_RECURSE ${CPACK_TEMPORARY_INSTALL_DIRECTORY} DIRECTORY_PERMISSIONS
     OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()

# What Debian wants otherwise than the rest of the world (Debian Policy 12.1, 12.7).
set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)
file(RENAME ${share}/doc/chakra-tui/CHANGELOG.md ${share}/doc/chakra-tui/changelog)
configure_file(${CPACK_CHAKRA_FOLDER}/debian/changelog ${share}/doc/chakra-tui/changelog.Debian
               COPYONLY)
# Debian's zsh looks here, and not in site-functions.
file(RENAME ${share}/zsh/site-functions ${share}/zsh/vendor-completions)
file(GLOB pages ${share}/man/man*/*)
set(plain ${pages} ${share}/doc/chakra-tui/changelog ${share}/doc/chakra-tui/changelog.Debian)
file(CHMOD ${plain} PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
execute_process(COMMAND gzip -9nf ${plain} COMMAND_ERROR_IS_FATAL ANY)
