// Trains the networks of a pack from data on disk: the stages of saysee-pretrain. No torch here.
#pragma once

#include "core/base/task.h"
#include "core/training/pretrain_settings.h"

#include <string>
#include <string_view>

namespace saysee::training {

enum class PretrainStage { ImageText, Recogniser, Head };

struct PretrainOptions {
    PretrainStage stage = PretrainStage::ImageText;
    PretrainSettings settings;
    PretrainFolders folders;
    std::string device = "cpu";  // cpu, cuda, cuda:N
    int threads = 1;  // networks this small gain nothing from more
};

// Runs one stage to its end, continuing from its checkpoint where there is one. The pack always holds the weights
// that did best on the validation split so far. Cancelled when stopped: start again to continue. Errors: NotFound,
// Corrupt, Io, InvalidArgument, Device, OutOfMemory, each in a plain sentence.
base::Status pretrain(const PretrainOptions& options, const base::TaskContext& task);

}  // namespace saysee::training
