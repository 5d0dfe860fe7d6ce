# BLAKE3's compression is not ours: it is the authors' C sources as a package of the system installs them, built
# here as they are; without them an installed library, which hashes one message on one core only.
file(GLOB blake3_folders /usr/share/cargo/registry/blake3-*/c)
if(NOT blake3_folders)
  find_package(BLAKE3 QUIET)
  if(NOT TARGET BLAKE3::blake3)
    message(FATAL_ERROR "BLAKE3 was not found. Install librust-blake3-dev or, where it is not to be had, libblake3-dev.")
  endif()
  add_library(weighmaster_blake3 INTERFACE)
  target_link_libraries(weighmaster_blake3 INTERFACE BLAKE3::blake3)
  return()
endif()
list(SORT blake3_folders COMPARE NATURAL)
list(GET blake3_folders -1 blake3_folder)

add_library(weighmaster_blake3 STATIC
  ${blake3_folder}/blake3.c ${blake3_folder}/blake3_dispatch.c ${blake3_folder}/blake3_portable.c)
target_include_directories(weighmaster_blake3 SYSTEM PUBLIC ${blake3_folder})
target_compile_definitions(weighmaster_blake3 PUBLIC WEIGHMASTER_BLAKE3_SOURCES)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64" AND NOT WIN32)
  enable_language(ASM)
  target_sources(weighmaster_blake3 PRIVATE
    ${blake3_folder}/blake3_sse2_x86-64_unix.S ${blake3_folder}/blake3_sse41_x86-64_unix.S
    ${blake3_folder}/blake3_avx2_x86-64_unix.S ${blake3_folder}/blake3_avx512_x86-64_unix.S)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  target_sources(weighmaster_blake3 PRIVATE ${blake3_folder}/blake3_neon.c)
  target_compile_definitions(weighmaster_blake3 PRIVATE BLAKE3_USE_NEON=1)
else()
  target_compile_definitions(weighmaster_blake3 PRIVATE
    BLAKE3_NO_SSE2 BLAKE3_NO_SSE41 BLAKE3_NO_AVX2 BLAKE3_NO_AVX512)
endif()
