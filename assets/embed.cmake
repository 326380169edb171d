# chakra_embed(target SYMBOL FILES…): compiles whole files into `target` as the table SYMBOL
# (assets/embed.h). `target` may be any library or program made in the same folder; paths are taken
# from that folder. Example:
#
#     file(GLOB definitions CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/assets/sandbox/templates/*.json)
#     chakra_embed(chakra_sandbox sandbox_templates ${definitions})
function(chakra_embed target symbol)
  set(inputs "")
  foreach(file IN LISTS ARGN)
    get_filename_component(path ${file} ABSOLUTE)
    list(APPEND inputs ${path})
  endforeach()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.c)
  # The list of names is an input as well: a file that is taken away makes the table anew.
  set(names ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.names)
  file(CONFIGURE OUTPUT ${names} CONTENT "${inputs}\n" @ONLY)
  add_custom_command(OUTPUT ${output}
                     COMMAND embed_files ${output} ${symbol} ${inputs}
                     DEPENDS embed_files ${names} ${inputs}
                     COMMENT "Embedding ${symbol}" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# chakra_embed_table(target NAME): compiles assets/NAME.json into `target` as a typed table
# (assets/embed_tables.c knows the rows of each).
function(chakra_embed_table target name)
  set(input ${PROJECT_SOURCE_DIR}/assets/${name}.json)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${name}.c)
  add_custom_command(OUTPUT ${output}
                     COMMAND embed_tables ${name} ${input} ${output}
                     DEPENDS embed_tables ${input}
                     COMMENT "Embedding ${name}" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
