// A folder for one test function, with files to import and libraries to import them into.
#pragma once

#include "core/audio/wav_writer.h"
#include "core/library/library.h"
#include "support/need.h"

#include <QTemporaryDir>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace saysee::test {

class ExchangeFolder {
protected:
    void renew() { m_folder = std::make_unique<QTemporaryDir>(); }
    void clear() const
    {
        std::error_code error;
        std::filesystem::remove_all(at(""), error);  // Qt cannot remove names that are not UTF-8
    }

    std::filesystem::path at(const std::string& path) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / path;
    }

    void write(const std::string& path, const std::string& content) const
    {
        std::filesystem::create_directories(at(path).parent_path());
        std::ofstream(at(path), std::ios::binary) << content;
    }
    void sound(const std::string& path, float level) const
    {
        std::filesystem::create_directories(at(path).parent_path());
        need(audio::writeClip(at(path), std::vector<float>(800, level)));
    }

    std::unique_ptr<library::Library> library(const std::string& name) const
    {
        return need(library::Library::open(at(name), library::Library::Mode::ReadWrite));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

}  // namespace saysee::test
