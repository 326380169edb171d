# Run by cpack after a parcel was made. CPack packs a tar.gz in the order of the folder on the disk
# and with the owner who builds; here it is packed again so that neither shows. Takes GNU tar; with
# another the archive stays as it is, good but not the same bytes everywhere.
if(NOT CPACK_GENERATOR STREQUAL "TGZ" OR NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  return()
endif()
execute_process(COMMAND tar --version OUTPUT_VARIABLE version ERROR_QUIET)
if(NOT version MATCHES "GNU tar")
  return()
endif()

cmake_path(GET CPACK_TEMPORARY_DIRECTORY PARENT_PATH parent)
cmake_path(GET CPACK_TEMPORARY_DIRECTORY FILENAME name)
foreach(archive ${CPACK_PACKAGE_FILES})
  execute_process(COMMAND tar --sort=name --mtime=@$ENV{SOURCE_DATE_EPOCH} --owner=root:0
                          --group=root:0 --mode=go-w,a+rX --format=ustar -C ${parent} -cf - ${name}
                  COMMAND gzip -9n
                  OUTPUT_FILE ${archive} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
