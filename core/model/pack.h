// A pack: a folder with a pack.json that names a recogniser, an image-text model and a head that belong together.
// The manifest is described in models/FORMAT.md. No LibTorch here: a pack can be listed without loading it.
#pragma once

#include "core/base/result.h"
#include "core/base/task.h"
#include "core/image/preprocess.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace saysee::model {

struct PackFile {
    std::filesystem::path path;  // within the pack
    std::uint64_t size = 0;  // bytes
    std::string sha256;  // lower-case hexadecimal
    std::string url;  // where `saysee model get` fetches it; empty: it comes with the pack
};

struct Pack {
    std::filesystem::path folder;
    std::string name;  // of letters, digits, '-', '_' and '.'
    std::string title;  // for people
    std::string version;
    std::string licence;  // SPDX expression
    std::vector<std::string> languages;  // ISO 639-1
    std::filesystem::path recogniser;  // absolute, a folder or file; empty: the pack has none
    std::filesystem::path imageText;
    std::filesystem::path head;
    std::optional<image::PreprocessSpec> preprocess;  // empty: as the image-text model's own files say
    std::vector<PackFile> files;

    // The sum over `files`.
    [[nodiscard]] std::uint64_t bytes() const;
};

// Reads and checks the manifest; touches no other file.
// Errors: ModelMissing (no folder or no pack.json), Corrupt, VersionMismatch (a newer schema).
base::Result<Pack> readPack(const std::filesystem::path& folder);

// Every file is there and has its size. Error (ModelMissing) names the first that is not.
base::Status checkPack(const Pack& pack);

// Reads every file and compares its SHA-256. Errors: ModelMissing, Cancelled.
base::Status verifyPack(const Pack& pack, const base::TaskContext& task = {});

// Where packs lie, in order of precedence: the user's own, then those that came with the program.
std::vector<std::filesystem::path> packDirectories();

// The packs in these folders; of packs with the same name the first. Unreadable ones are logged and left out.
std::vector<Pack> listPacks(const std::vector<std::filesystem::path>& directories = packDirectories());

// A folder that holds a pack.json, or the name of a listed pack. Error (ModelMissing) lists the known names.
base::Result<Pack> findPack(std::string_view nameOrFolder);

// The pack that is used when none is named: what choosePack() stored, else the one that ships.
std::string chosenPack();
base::Status choosePack(std::string_view nameOrFolder);

}  // namespace saysee::model
