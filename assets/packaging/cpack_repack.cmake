# Run by cpack after a parcel was made. CPack's own shows who built it and where: the order of the
# folder on the disk and the owner in a tar.gz, the umask in a deb. So both are packed once more by
# tools that hide these. With another tar than GNU's, or without a time, a parcel stays as it is:
# good, but not the same bytes everywhere.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  return()
endif()

if(CPACK_GENERATOR STREQUAL "DEB")
  set(again ${CPACK_TOPLEVEL_DIRECTORY}/again)
  file(REMOVE_RECURSE ${again})
  foreach(package ${CPACK_PACKAGE_FILES})
    execute_process(COMMAND dpkg-deb --raw-extract ${package} ${again} COMMAND_ERROR_IS_FATAL ANY)
    file(CHMOD_RECURSE ${again} DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
         GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
    execute_process(COMMAND dpkg-deb --root-owner-group -Zxz --build ${again} ${package}
                    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
    file(REMOVE_RECURSE ${again})
  endforeach()
  return()
endif()

execute_process(COMMAND tar --version OUTPUT_VARIABLE version ERROR_QUIET)
if(NOT CPACK_GENERATOR STREQUAL "TGZ" OR NOT version MATCHES "GNU tar")
  return()
endif()
cmake_path(GET CPACK_TEMPORARY_DIRECTORY PARENT_PATH parent)
cmake_path(GET CPACK_TEMPORARY_DIRECTORY FILENAME name)
foreach(archive ${CPACK_PACKAGE_FILES})
  execute_process(COMMAND tar --sort=name --mtime=@$ENV{SOURCE_DATE_EPOCH} --owner=root:0
                          --group=root:0 --format=ustar -C ${parent} -cf - ${name}
                  COMMAND gzip -9n
                  OUTPUT_FILE ${archive} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
