# Read by cpack before each generator: the time of every file in a parcel is that of the last commit,
# so that the same source gives the same bytes. Outside of a clone, set SOURCE_DATE_EPOCH yourself.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND git -c safe.directory=* -C ${CPACK_CHAKRA_FOLDER} log -1 --format=%ct
                  OUTPUT_VARIABLE seconds OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(seconds MATCHES "^[0-9]+$")
    set(ENV{SOURCE_DATE_EPOCH} ${seconds})
  endif()
endif()
