// The fuzzer's bytes as a file in a folder of this process, for readers that take paths.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace saysee::test {

inline std::filesystem::path fuzzFile(const std::uint8_t* data, std::size_t size, const char* name = "input")
{
    static const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("saysee-fuzz-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const std::filesystem::path file = folder / name;
    std::ofstream(file, std::ios::binary | std::ios::trunc)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    return file;
}

}  // namespace saysee::test
