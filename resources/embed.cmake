# Run as a script: writes OUTPUT, a C++ file that holds each file of FILES, a list of NAME=PATH, as bytes.
# String literals have a length limit in some compilers; arrays of bytes have none.
function(embed name file)
  file(READ ${file} digits HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" digits "${digits}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${digits}")
  file(APPEND ${OUTPUT} "extern const unsigned char ${name}[];\nconst unsigned char ${name}[] = {\n${bytes}};\n"
                        "extern const unsigned long ${name}_size;\n"
                        "const unsigned long ${name}_size = sizeof ${name};\n")
endfunction()

file(WRITE ${OUTPUT} "namespace weighmaster::resources::embedded {\n")
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([a-z_]+)=(.+)$" matched "${entry}")
  embed(${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
endforeach()
file(APPEND ${OUTPUT} "}  // namespace weighmaster::resources::embedded\n")
