#include "core/text/clip_tokenizer.h"
#include "core/text/whisper_tokenizer.h"
#include "models/picturebook/recipe/scene/caption.h"
#include "models/picturebook/recipe/scene/vocabulary.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace saysee;

class TstVocabulary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void captions_areOneTokenAWordAndComeBack()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const auto words = picturebook::countWords(5000, 1);
        QVERIFY(picturebook::writeClipVocabulary(path / "clip", words));
        QVERIFY(picturebook::writeWhisperVocabulary(path / "whisper", words));
        const auto clip = text::ClipTokenizer::load(path / "clip");
        const auto whisper = text::WhisperTokenizer::load(path / "whisper");
        QVERIFY2(clip.has_value(), clip ? "" : clip.error().message.c_str());
        QVERIFY2(whisper.has_value(), whisper ? "" : whisper.error().message.c_str());
        picturebook::Random random(1);
        for (const auto& scene : picturebook::sampleSplit(picturebook::Split::Test, 300, 1)) {
            const std::string caption = picturebook::caption(scene, picturebook::Mood::Spoken, random);
            const auto count = static_cast<std::size_t>(std::count(caption.begin(), caption.end(), ' ') + 1);
            QCOMPARE(clip->encode(caption)->size(), count + 2);
            QCOMPARE(whisper->encode(" " + caption)->size(), count);
            QCOMPARE(whisper->decode(*whisper->encode(" " + caption)), " " + caption);
        }
    }

    void anyText_hasTokens()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY(picturebook::writeWhisperVocabulary(path, picturebook::countWords(1000, 1)));
        const auto whisper = text::WhisperTokenizer::load(path);
        QVERIFY(whisper.has_value());
        const std::string strange = " Gr\u00fc\u00dfe, \u4f60\u597d! 42%";
        QCOMPARE(whisper->decode(*whisper->encode(strange)), strange);
        QVERIFY(!whisper->isMultilingual());
    }
};

QTEST_GUILESS_MAIN(TstVocabulary)
#include "tst_own_vocabulary.moc"
