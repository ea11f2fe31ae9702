# liaison_embed_files(<target> <symbol> <namespace> <files>...): compiles text files into <target> as
#   extern const std::vector<std::pair<std::string_view, std::string_view>> <symbol>   (name, text)
# in <namespace>, without the comment lines' cost at run time being anyone's concern: they are kept,
# so that line numbers in messages are those of the file.
function(liaison_embed_files target symbol namespace)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DSYMBOL=${symbol} -DNAMESPACE=${namespace}
            "-DFILES=${ARGN}" -P ${PROJECT_SOURCE_DIR}/cmake/EmbedFilesStep.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/EmbedFilesStep.cmake
    COMMENT "Embedding ${symbol}"
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
