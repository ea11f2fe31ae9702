# cmake -DMODE=package|subdirectory -DBUILD=<built tree> -DSOURCE=<repository> -DWORK=<folder>
#       -DGENERATOR=... -DCOMPILER=... -DBUILD_TYPE=... -DLAUNCHER=... -P run.cmake
# Builds and runs the consumer project against an installation, or with Liaison as a part of it.
set(consumer ${CMAKE_CURRENT_LIST_DIR}/consumer)
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "failed (${status}): ${ARGN}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK}/prefix ${WORK}/build)
set(options -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=${BUILD_TYPE}
            "-DCMAKE_CXX_FLAGS=${FLAGS}")
# Through the environment, as it may be a list.
set(ENV{CMAKE_CXX_COMPILER_LAUNCHER} "${LAUNCHER}")
if(MODE STREQUAL "package")
  run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
  list(APPEND options -DCMAKE_PREFIX_PATH=${WORK}/prefix)
else()
  list(APPEND options -DLIAISON_SOURCE_DIR=${SOURCE})
endif()
run(${CMAKE_COMMAND} -S ${consumer} -B ${WORK}/build ${options})
run(${CMAKE_COMMAND} --build ${WORK}/build --target consumer)
run(${WORK}/build/consumer)
