// The engine over real files: the nano networks of the golden folder, joined with a fresh head.
#include "core/audio/decode.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/model/checkpoint/safetensors.h"
#include "core/model/engine.h"
#include "core/model/head/head.h"
#include "support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <nlohmann/json.hpp>

using namespace saysee;
using std::filesystem::path;

class TestEngine : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    model::TensorMap m_golden;
    audio::Clip m_speech;

    static path golden() { return test::sharedDirectory() / "golden"; }
    path folder() const { return m_folder.path().toStdString(); }

    static model::EngineSpec spec()
    {
        model::EngineSpec spec;
        spec.recogniser = golden() / "whisper-nano-hf";
        spec.imageText = golden() / "clip-nano-hf";
        spec.device = test::testDevice();
        spec.threads = 1;
        return spec;
    }

    static std::unique_ptr<model::Engine> load(const model::EngineSpec& spec)
    {
        auto engine = model::Engine::load(spec);
        if (!engine) {
            qWarning("%s %s", engine.error().message.c_str(), engine.error().detail.c_str());
            return nullptr;
        }
        return std::move(*engine);
    }

    static model::TranscribeOptions quick()
    {
        model::TranscribeOptions options;
        options.language = "en";
        options.maxTokens = 8;
        options.temperatures = {0.0};
        options.noSpeechLimit = 2;  // random weights know nothing of speech
        return options;
    }

    path writeHead(model::FusionKind fusion, int recogniserWidth = 64, double trust = 0) const
    {
        model::HeadSpec head;
        head.channel = {recogniserWidth, 128, 64, 8, 256};
        head.fusion = fusion;
        const path file = folder() / "head.safetensors";
        const auto made = model::Head::random(head, 3);
        if (made && trust != 0)
            made->tensors().at("gate.trust").fill_(trust);
        if (!made || !made->save(file))
            qFatal("cannot write the head");
        return file;
    }

    // What training a voice would leave: it listens slower and moves every state.
    path writeVoicedHead(const path& own) const
    {
        const model::Head head = model::Head::load(own)->withVoice(4, 0.8, 5);
        at::manual_seed(3);  // with other numbers the likelier hearing may be anybody's, and nothing changes
        head.tensors().at("voice.up.weight").normal_();
        const path file = folder() / "voiced head.safetensors";
        if (!head.save(file))
            qFatal("cannot write the head");
        return file;
    }

    static at::Tensor tensorOf(const base::Embedding& embedding)
    {
        return at::tensor(at::ArrayRef<float>(embedding.values().data(), embedding.values().size()));
    }

    static model::TranscribeOptions withAlternatives()
    {
        model::TranscribeOptions options = quick();
        options.beamSize = 5;
        options.nBest = 5;
        return options;
    }

    // Whether the fused vector is a sum of multiples of the words' and the sound's.
    static bool isMixOfItsChannels(const model::SpeechQuery& query)
    {
        const at::Tensor words = tensorOf(query.words->vector);
        const at::Tensor sound = tensorOf(*query.sound);
        const at::Tensor across = sound - words * words.dot(sound);
        const at::Tensor second = across / across.norm();
        const at::Tensor fused = tensorOf(query.fused);
        const at::Tensor rest = fused - words * words.dot(fused) - second * second.dot(fused);
        return rest.norm().item<float>() < 1e-5F;
    }

    // Of a unit vector's values to the reference's: a GPU computes in half precision.
    static double closeness() { return test::testDevice() == "cpu" ? 2e-4 : 2e-3; }

    static bool near(const base::Embedding& a, const base::Embedding& b) { return *base::cosine(a, b) > 0.99999F; }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CACHE_HOME", (m_folder.path() + QStringLiteral("/cache")).toUtf8());
        SAYSEE_NEEDS(golden());
        m_golden = model::readSafetensors(golden() / "clip-nano.golden.safetensors")->tensors;
        const auto clip = audio::decodeFile(golden() / "jfk-16k.wav");
        QVERIFY2(clip, clip ? "" : clip.error().message.c_str());
        m_speech = *clip;
    }

    void textsAndPicturesMatchTheReference()
    {
        SAYSEE_NEEDS(golden());
        const auto engine = load(spec());
        QVERIFY(engine);
        QCOMPARE(engine->info().dimension, 64);
        QCOMPARE(engine->info().preprocess.size, 64);
        const auto dog = engine->embedText("a photo of a dog");
        QVERIFY2(dog, dog ? "" : dog.error().message.c_str());
        QVERIFY(dog->vector.space() == engine->info().imageSpace);
        const at::Tensor text = m_golden.at("text_features")[0];
        QVERIFY(at::allclose(tensorOf(dog->vector), text / text.norm(), 2e-3, closeness()));
        QCOMPARE(dog->clauses.size(), std::size_t(1));
        QCOMPARE(dog->tokens.front(), 49406);
        QCOMPARE(dog->tokens.back(), 49407);

        const at::Tensor pixels = m_golden.at("pixels.1").contiguous();
        const image::PixelTensor picture {64, {pixels.data_ptr<float>(), pixels.data_ptr<float>() + pixels.numel()}};
        const std::vector<image::PixelTensor> many(17, picture);  // more than one batch
        const auto images = engine->embedImages(many);
        QVERIFY(images && images->size() == 17);
        const at::Tensor feature = m_golden.at("image_features")[1];
        QVERIFY(at::allclose(tensorOf(images->front()), feature / feature.norm(), 2e-3, closeness()));
        QVERIFY(near(images->front(), images->back()));
        QVERIFY(engine->embedImages({})->empty());
    }

    void longTextsLoseNothing()
    {
        SAYSEE_NEEDS(golden());
        const auto engine = load(spec());
        QVERIFY(engine);
        std::string text = "a red boat on the lake";
        for (int i = 0; i < 20; ++i)
            text += ", and a small dog runs along the beach";
        const auto without = engine->embedText(text);
        const auto with = engine->embedText(text + ", and a zebra stands on the roof");
        QVERIFY(without && with);
        QVERIFY(with->clauses.size() > 1);
        QCOMPARE(with->clauseVectors.size(), with->clauses.size());
        QVERIFY2(!near(without->vector, with->vector), "the end of a long text has no effect");
    }

    void emptyRequestsAreRefused()
    {
        SAYSEE_NEEDS(golden());
        const auto engine = load(spec());
        QVERIFY(engine);
        for (const char* const text : {"", " \t\n", "\u3000\u00a0", "&nbsp;"}) {
            const auto nothing = engine->embedText(text);
            QVERIFY(!nothing && nothing.error().code == base::ErrorCode::InvalidArgument);
        }
        const std::vector<image::PixelTensor> wrong = {{32, std::vector<float>(3 * 32 * 32)}};
        const auto refused = engine->embedImages(wrong);
        QVERIFY(!refused && refused.error().code == base::ErrorCode::InvalidArgument);
    }

    void speechWithoutAHeadIsItsWords()
    {
        SAYSEE_NEEDS(golden());
        const auto engine = load(spec());
        QVERIFY(engine);
        QCOMPARE(engine->info().fusion, std::string("words only"));
        const auto query = engine->embedSpeech(m_speech, quick());
        QVERIFY2(query, query ? "" : query.error().message.c_str());
        QVERIFY(query->words && !query->sound);
        QVERIFY(near(query->fused, query->words->vector));
        QCOMPARE(query->soundWeight, 0.0);
        const auto written = engine->embedText(query->transcript.text());
        QVERIFY(written && near(written->vector, query->words->vector));
    }

    void alternativesShareTheWordsChannel()
    {
        SAYSEE_NEEDS(golden());
        const auto engine = load(spec());
        QVERIFY(engine);
        model::TranscribeOptions options = withAlternatives();
        const auto query = engine->embedSpeech(m_speech, options);
        QVERIFY2(query, query ? "" : query.error().message.c_str());
        const auto& hypotheses = query->transcript.hypotheses;
        const auto posteriors = query->transcript.posteriors();
        QCOMPARE(posteriors.size(), hypotheses.size());
        QVERIFY(posteriors.size() > 1);
        at::Tensor mean = at::zeros({64});
        for (std::size_t i = 0; i < hypotheses.size(); ++i)
            if (!hypotheses[i].text.empty())
                mean += posteriors[i] * tensorOf(engine->embedText(hypotheses[i].text)->vector);
        const auto cosine = [](const at::Tensor& a, const at::Tensor& b) {
            return (a.dot(b) / (a.norm() * b.norm())).item<float>();
        };
        const at::Tensor words = tensorOf(query->words->vector);
        QVERIFY2(cosine(words, mean) > 0.999F, qPrintable(QString::number(cosine(words, mean))));
        QVERIFY(cosine(words, tensorOf(engine->embedText(hypotheses.front().text)->vector)) < cosine(words, mean));

        options.nBest = 1;
        const auto alone = engine->embedSpeech(m_speech, options);
        QVERIFY(alone && near(alone->words->vector, engine->embedText(alone->transcript.text())->vector));
    }

    void trainedSoundChangesTheWeightsOfAlternatives()
    {
        SAYSEE_NEEDS(golden());
        model::EngineSpec with = spec();
        with.head = writeHead(model::FusionKind::Gated, 64, 1.0);
        const auto engine = load(with);
        QVERIFY(engine);
        model::TranscribeOptions options = withAlternatives();
        const auto query = engine->embedSpeech(m_speech, options);
        QVERIFY2(query, query ? "" : query.error().message.c_str());
        QVERIFY(query->soundWeight > 0.0);
        // The fused vector lies between words and sound; with the weights changed these are other words.
        QVERIFY2(!isMixOfItsChannels(*query), "the sound did not weigh the hypotheses");
        options.nBest = 1;
        const auto alone = engine->embedSpeech(m_speech, options);
        QVERIFY(alone && isMixOfItsChannels(*alone));
    }

    void posteriorsAreOfWholeTexts()
    {
        model::Transcript transcript;
        QVERIFY(transcript.posteriors().empty());
        transcript.hypotheses.resize(2);
        transcript.hypotheses[0].averageLogProb = std::log(0.6) / 3;  // the end token is the third
        transcript.hypotheses[0].tokens = {1, 2};
        transcript.hypotheses[1].averageLogProb = std::log(0.2) / 2;
        transcript.hypotheses[1].tokens = {1};
        const auto posteriors = transcript.posteriors();
        QCOMPARE(posteriors.size(), std::size_t(2));
        QVERIFY2(std::abs(posteriors[0] - 0.75) < 1e-9, qPrintable(QString::number(posteriors[0])));
        QVERIFY(std::abs(posteriors[1] - 0.25) < 1e-9);
        transcript.noSpeech = true;
        QVERIFY(transcript.posteriors().empty());
    }

    void bothChannelsAreFused_data()
    {
        QTest::addColumn<int>("fusion");
        QTest::newRow("sum") << static_cast<int>(model::FusionKind::Sum);
        QTest::newRow("gated") << static_cast<int>(model::FusionKind::Gated);
    }
    void bothChannelsAreFused()
    {
        SAYSEE_NEEDS(golden());
        QFETCH(int, fusion);
        model::EngineSpec with = spec();
        with.head = writeHead(static_cast<model::FusionKind>(fusion));
        const auto engine = load(with);
        QVERIFY(engine);
        const auto query = engine->embedSpeech(m_speech, quick());
        QVERIFY2(query, query ? "" : query.error().message.c_str());
        QVERIFY(query->words && query->sound);
        QVERIFY(!near(*query->sound, query->words->vector));
        if (fusion == static_cast<int>(model::FusionKind::Gated))
            QVERIFY2(near(query->fused, query->words->vector), "an untrained channel changes the result");
        else
            QVERIFY(query->soundWeight > 0.0);

        const auto edited = engine->withWords(*query, "a dog on the beach");
        QVERIFY2(edited, edited ? "" : edited.error().message.c_str());
        QCOMPARE(edited->transcript.text(), std::string("a dog on the beach"));
        QCOMPARE(edited->transcript.confidence(), 1.0);
        QVERIFY(near(*edited->sound, *query->sound));
        const auto typed = engine->embedText("a dog on the beach");
        QVERIFY(near(edited->words->vector, typed->vector));
        const auto soundAlone = engine->withWords(*query, "");
        if (fusion == static_cast<int>(model::FusionKind::Gated)) {
            // An untrained sound channel says nothing, so nothing is left.
            QVERIFY(!soundAlone && soundAlone.error().code == base::ErrorCode::AudioUnusable);
        } else {
            QVERIFY(soundAlone && !soundAlone->words);
            QVERIFY(near(soundAlone->fused, *query->sound));
        }
    }

    void silenceWithoutASoundChannelIsNotAnswered()
    {
        SAYSEE_NEEDS(golden());
        const auto engine = load(spec());
        QVERIFY(engine);
        const auto spoken = engine->embedSpeech(m_speech, quick());
        QVERIFY(spoken);
        const auto nothing = engine->withWords(*spoken, "  ");
        QVERIFY(!nothing && nothing.error().code == base::ErrorCode::AudioUnusable);
    }

    void learnedVoiceChangesWhatIsHeard()
    {
        SAYSEE_NEEDS(golden());
        model::EngineSpec with = spec();
        with.head = writeHead(model::FusionKind::Sum);
        const auto engine = load(with);
        QVERIFY(engine);
        const auto heard = engine->transcribe(m_speech, quick());
        const auto asked = engine->embedSpeech(m_speech, quick());
        const auto typed = engine->embedText("a dog");
        QVERIFY(heard && asked && typed);

        const path tune = folder() / "voice.safetensors";
        const auto saved = engine->saveTune(writeVoicedHead(with.head), tune, "about a voice");
        QVERIFY2(saved, saved ? "" : saved.error().message.c_str());
        QCOMPARE(engine->aboutTune(tune).value(), std::string("about a voice"));
        const auto used = engine->useTune(tune);
        QVERIFY2(used, used ? "" : used.error().message.c_str());
        QVERIFY(engine->info().querySpace != engine->info().untunedSpace);
        const auto heardNow = engine->transcribe(m_speech, quick());
        const auto askedNow = engine->embedSpeech(m_speech, quick());
        QVERIFY(heardNow && askedNow);
        QVERIFY2(heardNow->text() != heard->text(), heard->text().c_str());
        QVERIFY(!near(*askedNow->sound, *asked->sound));
        QVERIFY(!near(askedNow->fused, asked->fused));
        QVERIFY2(near(engine->embedText("a dog")->vector, typed->vector), "a voice changes what is typed");

        QVERIFY(engine->useTune(std::nullopt));
        QCOMPARE(engine->transcribe(m_speech, quick())->text(), heard->text());
        QVERIFY(near(engine->embedSpeech(m_speech, quick())->fused, asked->fused));
    }

    void damagedVoiceLeavesTheModelAsItWas()
    {
        SAYSEE_NEEDS(golden());
        model::EngineSpec with = spec();
        with.head = writeHead(model::FusionKind::Sum);
        const auto engine = load(with);
        QVERIFY(engine);
        const path tune = folder() / "half a voice.safetensors";
        QVERIFY(model::writeSafetensors(
            tune, {{"voice.pace", at::full({1}, 0.8)}},
            {{"saysee.tune", "1"}, {"model", engine->info().untunedSpace.value}, {"about", ""}}));
        const auto before = engine->transcribe(m_speech, quick());
        const auto used = engine->useTune(tune);
        QVERIFY(!used && used.error().code == base::ErrorCode::Corrupt);
        QVERIFY2(used.error().message.find(tune.string()) != std::string::npos, used.error().message.c_str());
        QVERIFY(!engine->aboutTune(tune));
        QCOMPARE(engine->info().querySpace, engine->info().untunedSpace);
        QCOMPARE(engine->transcribe(m_speech, quick())->text(), before->text());
    }

    void spacesFollowWhatMakesTheVectors()
    {
        SAYSEE_NEEDS(golden());
        const auto plain = load(spec());
        model::EngineSpec with = spec();
        with.head = writeHead(model::FusionKind::Gated);
        const auto headed = load(with);
        QVERIFY(plain && headed);
        QVERIFY(!plain->info().imageSpace.value.empty());
        QVERIFY2(plain->info().imageSpace == headed->info().imageSpace, "a head must not invalidate picture vectors");
        QVERIFY(plain->info().querySpace != headed->info().querySpace);
        QVERIFY(plain->info().querySpace != plain->info().imageSpace);
    }

    void packsAreLoaded()
    {
        SAYSEE_NEEDS(golden());
        const path pack = folder() / "pack";
        std::filesystem::create_directories(pack);
        std::filesystem::copy(golden() / "clip-nano-hf", pack / "clip", std::filesystem::copy_options::recursive);
        const path weights = pack / "clip" / "model.safetensors";
        nlohmann::json manifest = {{"schema", 1}, {"name", "nano"}, {"imageText", "clip"}, {"languages", {"en"}}};
        manifest["files"] = {{{"path", "clip/model.safetensors"},
                              {"size", std::filesystem::file_size(weights)},
                              {"sha256", *base::sha256OfFile(weights)}}};
        QVERIFY(base::writeFileAtomically(pack / "pack.json", manifest.dump()));
        model::EngineSpec only;
        only.pack = pack;
        only.device = test::testDevice();
        const auto engine = load(only);
        QVERIFY(engine);
        QCOMPARE(engine->info().packName, std::string("nano"));
        QVERIFY2(engine->info().imageSpace == load(spec())->info().imageSpace,
                 "the same weights make the same space, in a pack or loose");
        const auto deaf = engine->transcribe(m_speech, quick());
        QVERIFY(!deaf && deaf.error().code == base::ErrorCode::ModelMissing);

        manifest["head"] = "head.safetensors";
        std::filesystem::copy_file(writeHead(model::FusionKind::Sum), pack / "head.safetensors");
        std::filesystem::copy(golden() / "whisper-nano-hf", pack / "whisper",
                              std::filesystem::copy_options::recursive);
        manifest["recogniser"] = "whisper";
        QVERIFY(base::writeFileAtomically(pack / "pack.json", manifest.dump()));
        const auto whole = load(only);
        QVERIFY(whole);
        QCOMPARE(whole->info().fusion, std::string("sum"));
        model::EngineSpec other = only;
        other.imageText = golden() / "clip-nano-hf";
        const auto replaced = load(other);
        QVERIFY(replaced);
        QCOMPARE(replaced->info().fusion, std::string("words only"));  // the head was trained on the pack's networks
        other.head = pack / "head.safetensors";
        const auto insisted = load(other);
        QVERIFY(insisted && insisted->info().fusion == "sum");

        std::filesystem::remove(weights);
        const auto gone = model::Engine::load(only);
        QVERIFY(!gone && gone.error().code == base::ErrorCode::ModelMissing);
        QVERIFY(QByteArray::fromStdString(gone.error().message).contains("model.safetensors"));
    }

    void whatDoesNotFitIsNamed_data()
    {
        QTest::addColumn<QByteArray>("part");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("no tokenizer") << QByteArray("no tokenizer") << QByteArray("clip");
        QTest::newRow("small vocabulary") << QByteArray("small vocabulary") << QByteArray("1000");
        QTest::newRow("head of another recogniser") << QByteArray("head") << QByteArray("head.safetensors");
        QTest::newRow("swapped") << QByteArray("swapped") << QByteArray("not \"clip\"");
        QTest::newRow("nothing") << QByteArray("nothing") << QByteArray("No model");
        QTest::newRow("absent") << QByteArray("absent") << QByteArray("/no/such");
        QTest::newRow("device") << QByteArray("device") << QByteArray("tpu");
    }
    void whatDoesNotFitIsNamed()
    {
        SAYSEE_NEEDS(golden());
        QFETCH(QByteArray, part);
        QFETCH(QByteArray, reason);
        model::EngineSpec wrong = spec();
        wrong.recogniser.clear();
        const path clip = folder() / ("clip-" + part.toStdString());
        std::filesystem::create_directories(clip);
        for (const char* const name : {"config.json", "model.safetensors"})
            std::filesystem::copy_file(golden() / "clip-nano-hf" / name, clip / name,
                                       std::filesystem::copy_options::overwrite_existing);
        if (part == "no tokenizer") {
            wrong.imageText = clip;
        } else if (part == "small vocabulary") {
            nlohmann::json config = *base::readJson(clip / "config.json");
            config["text_config"]["vocab_size"] = 1000;
            config["text_config"]["eos_token_id"] = 999;
            QVERIFY(base::writeFileAtomically(clip / "config.json", config.dump()));
            for (const char* const name : {"vocab.json", "merges.txt"})
                std::filesystem::copy_file(golden() / "clip-nano-hf" / name, clip / name,
                                           std::filesystem::copy_options::overwrite_existing);
            wrong.imageText = clip;
        } else if (part == "head") {
            wrong = spec();
            wrong.head = writeHead(model::FusionKind::Sum, 32);
        } else if (part == "swapped") {
            wrong.imageText = golden() / "whisper-nano-hf";
        } else if (part == "nothing") {
            wrong.imageText.clear();
        } else if (part == "absent") {
            wrong.imageText = "/no/such/folder";
        } else {
            wrong.device = "tpu";
        }
        const auto engine = model::Engine::load(wrong);
        QVERIFY(!engine);
        const bool argument = part == "device";
        QCOMPARE(engine.error().code, argument ? base::ErrorCode::InvalidArgument : base::ErrorCode::ModelMissing);
        const QByteArray message = QByteArray::fromStdString(engine.error().message);
        QVERIFY2(message.contains(reason), message.constData());
    }

    void loadingCanBeStopped()
    {
        SAYSEE_NEEDS(golden());
        std::stop_source stop;
        stop.request_stop();
        const auto engine = model::Engine::load(spec(), {stop.get_token(), {}});
        QVERIFY(!engine && engine.error().code == base::ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
