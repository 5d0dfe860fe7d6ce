# Run as a script: writes OUTPUT, a C++ file that holds each file named by a variable *_root as bytes.
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
embed(public_good_root ${public_good_root})
embed(staging_root ${staging_root})
file(APPEND ${OUTPUT} "}  // namespace weighmaster::resources::embedded\n")
