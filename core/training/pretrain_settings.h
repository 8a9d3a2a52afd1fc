// What a recipe says about the networks of a pack and how they are trained, read from one JSON file, and where a
// pretraining run reads and writes. No torch here.
#pragma once

#include "core/base/result.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace saysee::training {

// One run of one stage. Steps are optimiser updates.
struct RunSettings {
    std::int64_t steps = 1000;
    std::int64_t batch = 64;  // rows
    double learningRate = 1e-3;  // at its peak; cosine decay to a hundredth of it
    std::int64_t warmUp = 100;  // steps
    double weightDecay = 0.05;  // decoupled
    double clip = 1.0;  // of the gradient's norm
    std::int64_t evaluateEvery = 250;  // steps
    std::int64_t checkpointEvery = 100;  // steps
    bool bfloat16 = false;  // forward and backward in bfloat16, weights kept in float
    std::uint64_t seed = 1;
};

struct ImageTextSettings {
    nlohmann::json network;  // the keys of a Hugging Face CLIP config.json
    RunSettings run;
    double attributeWeight = 0.5;  // of the auxiliary classification of the scene; 0: none
    int shift = 4;  // pixels: pictures are moved by up to this much
    double jitter = 0.15;  // brightness and contrast vary by up to this share
    std::array<double, 3> mean = {0.48145466, 0.4578275, 0.40821073};  // OpenAI CLIP's
    std::array<double, 3> deviation = {0.26862954, 0.26130258, 0.27577711};
};

struct RecogniserSettings {
    nlohmann::json network;  // the keys of a Hugging Face Whisper config.json
    RunSettings run;
    double ctcWeight = 0.5;  // of the auxiliary CTC loss over letters on the encoder's states
    double conditionWeight = 0.1;  // of naming Utterance::condition from the mean state: keeps the manner of speech
    double noiseShare = 0.5;  // of utterances that get noise mixed in
    double lowestSnr = 0;  // dB
    double highestSnr = 25;  // dB
    double silentShare = 0.03;  // of rows replaced by noise alone, to be heard as "no speech"
    double speedRange = 0.1;  // tempo and pitch vary by up to this share
    int maskedFrames = 20;  // the widest stretch of time hidden (SpecAugment), 10 ms each; two of them
    int maskedBands = 12;  // the widest band of mel channels hidden; two of them
    std::string language = "en";
};

struct HeadSettings {
    RunSettings run;
    int prompts = 4;
    int attentionHeads = 8;
    int feedForward = 1024;
    std::string fusion = "gated";
    double outerWeight = 0.75;
    double innerWeight = 0.5;
    double soundWeight = 0.5;
    double soundShare = 0;  // of the fusion at the start, 0..0.5; gated only
    double gateRate = 10;  // how many times faster than the rest the gate learns; 0: the share stays
    double temperature = 0.07;
    std::int64_t utterances = 12000;  // of the training split; 0: all
    std::int64_t variations = 1;  // of each of them, with other noise and at another speed
    std::int64_t mannerVariations = 1;  // of each that is spoken in a manner
    std::int64_t validationUtterances = 1000;
};

struct PretrainSettings {
    ImageTextSettings imageText;
    RecogniserSettings recogniser;
    HeadSettings head;
};

struct PretrainFolders {
    std::filesystem::path data;  // splits as shard.h describes them: data/train, data/validation
    // The pack: pack/image-text and pack/recogniser hold their tokenizer files beforehand and get config.json and
    // model.safetensors; pack/head.safetensors is written.
    std::filesystem::path pack;
    std::filesystem::path work;  // checkpoints, curves, cached features; may be deleted when the pack is done
};

// Absent fields keep their defaults. Errors: NotFound, Corrupt (a field of the wrong type or an unknown one).
base::Result<PretrainSettings> readPretrainSettings(const std::filesystem::path& path);

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RunSettings, steps, batch, learningRate, warmUp, weightDecay, clip,
                                                evaluateEvery, checkpointEvery, bfloat16, seed)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ImageTextSettings, network, run, attributeWeight, shift, jitter, mean,
                                                deviation)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RecogniserSettings, network, run, ctcWeight, conditionWeight,
                                                noiseShare, lowestSnr, highestSnr, silentShare, speedRange,
                                                maskedFrames, maskedBands, language)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(HeadSettings, run, prompts, attentionHeads, feedForward, fusion,
                                                outerWeight, innerWeight, soundWeight, soundShare, gateRate,
                                                temperature, utterances, variations, mannerVariations,
                                                validationUtterances)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(PretrainSettings, imageText, recogniser, head)

}  // namespace saysee::training
