// The formats in which others publish described photos.
#include "core/library/exchange.h"
#include "support/exchange_folder.h"
#include "support/need.h"

#include <QTest>

using namespace saysee;
using namespace saysee::library;
using test::need;

class TstImporters : public QObject, test::ExchangeFolder {
    Q_OBJECT

private Q_SLOTS:
    void init() { renew(); }
    void cleanup() { clear(); }

    void flickr8k_asItIsPublished()
    {
        write("in/Flickr8k.token.txt",
              "1000_a.jpg#0\tA child in a dress .\n1000_a.jpg#1\tA girl .\n"
              "2258277193_586949ec62.jpg.1#0\tOdd .\nbroken line\nx.jpg#y\tno number\n");
        write("in/Flicker8k_Dataset/1000_a.jpg", "picture");
        sound("in/flickr_audio/wavs/1000_a_1.wav", 0.1F);
        write("in/flickr_audio/wav2capt.txt", "1000_a_1.wav 1000_a.jpg #1\nabsent_0.wav 1000_b.jpg #0\nbad\n");
        write("in/flickr_audio/wav2spk.txt", "1000_a_1.wav 17\n");
        write("in/Flickr_8k.testImages.txt", "1000_a.jpg\n");
        const auto target = library("library");
        const auto report = need(importPairs(*target, "flickr8k", at("in")));
        QCOMPARE(report.pairs, std::uint64_t(4));
        QCOMPARE(report.problems.size(), std::size_t(3));
        QCOMPARE(report.withoutRecording, std::uint64_t(1));
        const auto pairs = need(target->pairs().list());
        QCOMPARE(pairs[1].text(), std::string("A girl ."));
        QCOMPARE(pairs[1].speaker, std::string("17"));
        QCOMPARE(pairs[1].split, std::string("test"));
        QVERIFY(pairs[1].recording.has_value());
        QVERIFY(!pairs[0].recording);
    }

    void flickr8k_kaggleCaptions()
    {
        write("in/captions.txt", "image,caption\na.jpg,\"One , with comma .\"\na.jpg,Two .\n");
        const auto target = library("library");
        QCOMPARE(need(importPairs(*target, "flickr8k", at("in"))).pairs, std::uint64_t(2));
        QCOMPARE(need(target->pairs().list())[0].text(), std::string("One , with comma ."));
    }

    void spokenCoco_bothForms()
    {
        write("in/SpokenCOCO_val.json",
              "{\"data\":[{\"image\":\"val2014/COCO_1.jpg\",\"captions\":["
              "{\"text\":\"A URINAL\",\"speaker\":\"m1\",\"uttid\":\"m1-x_1_2\",\"wav\":\"wavs/val/0/m1.wav\"},"
              "{\"text\":\"TWO\",\"speaker\":\"m2\",\"uttid\":\"u2\",\"wav\":\"wavs/absent.wav\"}]},{\"odd\":1}]}");
        sound("in/wavs/val/0/m1.wav", 0.1F);
        const auto target = library("library");
        const auto report = need(importPairs(*target, "spokencoco", at("in")));
        QCOMPARE(report.pairs, std::uint64_t(2));
        QCOMPARE(report.problems.size(), std::size_t(1));
        const auto pairs = need(target->pairs().list());
        QCOMPARE(pairs[0].split, std::string("validation"));
        QVERIFY(pairs[0].extra.find("m1-x_1_2") != std::string::npos);
        write("un/SpokenCOCO_train_unrolled.json",
              "{\"data\":[{\"image\":\"a.jpg\",\"caption\":{\"text\":\"ONE\"}}]}");
        QCOMPARE(need(importPairs(*target, "spokencoco", at("un/SpokenCOCO_train_unrolled.json"))).pairs,
                 std::uint64_t(1));
        write("no/SpokenCOCO_x.json", "[]");
        QCOMPARE(importPairs(*target, "spokencoco", at("no")).error().code, base::ErrorCode::Corrupt);
    }

    void localizedNarratives_findCocoPictures()
    {
        write("in/coco_val.jsonl",
              "{\"dataset_id\":\"mscoco_val2017\",\"image_id\":\"137576\",\"annotator_id\":93,\"caption\":\"In this "
              "image\","
              "\"timed_caption\":[{\"utterance\":\"In\",\"start_time\":0.1,\"end_time\":0.2}],\"traces\":[[{\"x\":-0."
              "1,\"y\":1.2,\"t\":0}]],"
              "\"voice_recording\":\"coco_val/coco_val_137576_93.ogg\"}"
              "\n");
        const auto target = library("library");
        const auto report = need(importPairs(*target, "localized-narratives", at("in")));
        QCOMPARE(report.pairs, std::uint64_t(1));
        const Pair pair = need(target->pairs().list())[0];
        QCOMPARE(pair.photoPath, std::string("val2017/000000137576.jpg"));
        QCOMPARE(pair.speaker, std::string("93"));
        QVERIFY(pair.extra.find("start_time") != std::string::npos);
    }

    void huggingFace_singleKindFolders()
    {
        write("in/train/metadata.jsonl",
              "{\"file_name\":\"a.jpg\",\"caption\":\"from a caption column\"}"
              "\n");
        write("in/train/a.jpg", "picture");
        write("in/test/metadata.jsonl",
              "{\"image_file_name\":\"b.jpg\",\"audio_file_name\":\"b.wav\",\"transcription\":\"spoken\"}"
              "\n");
        sound("in/test/b.wav", 0.1F);
        const auto target = library("library");
        QCOMPARE(need(importPairs(*target, "huggingface", at("in"))).pairs, std::uint64_t(2));
        const auto pairs = need(target->pairs().list());
        QCOMPARE(pairs[0].split, std::string("test"));
        QVERIFY(pairs[0].recording.has_value());
        QCOMPARE(pairs[1].text(), std::string("from a caption column"));
        QCOMPARE(pairs[1].photoPath, std::string("train/a.jpg"));
    }
};

QTEST_GUILESS_MAIN(TstImporters)
#include "tst_importers.moc"
