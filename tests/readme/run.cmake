# Runs the example twice in an empty folder: the second time its MERGE finds what is there.
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
foreach(round 1 2)
  execute_process(COMMAND ${PROGRAM} WORKING_DIRECTORY ${FOLDER} RESULT_VARIABLE status
                  OUTPUT_VARIABLE output)
  if(NOT status EQUAL 0 OR NOT output STREQUAL "Ada met Ben\n")
    message(FATAL_ERROR "run ${round}: status ${status}, output '${output}'")
  endif()
endforeach()
