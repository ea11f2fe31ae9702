# Runs the embedding example twice over one folder and compares what it says.
file(REMOVE_RECURSE ${FOLDER})
set(shared "Bộ Công an and INTERPOL: 2\nASEANAPOL and Bộ Công an: 1\nASEANAPOL and INTERPOL: 1\nEuropol and Frontex: 1\n8 nodes, 7 relationships, 2 components\n")
foreach(created IN ITEMS "8 nodes and 7" "0 nodes and 0")
  execute_process(COMMAND ${PROGRAM} ${FOLDER} RESULT_VARIABLE status OUTPUT_VARIABLE said
                  ERROR_VARIABLE said ENCODING UTF8)
  if(NOT status EQUAL 0 OR NOT said STREQUAL "${created} relationships created\n${shared}")
    message(FATAL_ERROR "status ${status}:\n${said}")
  endif()
endforeach()
file(REMOVE_RECURSE ${FOLDER})
