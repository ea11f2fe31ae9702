# Build step of EmbedFiles.cmake: writes OUTPUT with the texts of FILES as raw string literals.
# One literal a line: compilers limit the length of a literal, not of a concatenation.
set(code "#include <string_view>\n#include <utility>\n#include <vector>\n\nnamespace ${NAMESPACE} {\n")
string(APPEND code "extern const std::vector<std::pair<std::string_view, std::string_view>> ${SYMBOL};\n")
string(APPEND code "const std::vector<std::pair<std::string_view, std::string_view>> ${SYMBOL} = {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  # A list separator in the text must not split it.
  string(REPLACE "\n" ")~~\"\n\"\\n\" R\"~~(" text "${text}")
  string(APPEND code "{\"${name}\", R\"~~(${text})~~\"},\n")
endforeach()
string(APPEND code "};\n}  // namespace ${NAMESPACE}\n")
file(WRITE ${OUTPUT} "${code}")
