using FsCheck.Xunit;
using PaperLedge.Core.Text;
using PaperLedge.Core.Transcripts;

namespace PaperLedge.Tests.Core.Transcripts;

[Properties(Arbitrary = [typeof(HostileText)])]
public sealed class WordBreaksTests
{
    [Theory]
    [InlineData("Japanese", "今日はとても良い天気なので、公園を散歩しました。", "今日|は|とても|良い|天気|なので、|公園|を|散歩|しま|した。")]
    [InlineData("Japanese in katakana", "コンピューターはデータを処理する。", "コンピューター|は|データ|を|処理|する。")]
    [InlineData("Chinese", "我们今天去北京大学图书馆看书。", "我们|今天|去|北京|大学|图书|馆|看书。")]
    [InlineData("Chinese in traditional characters", "今天天氣很好，我們去公園散步。", "今天|天氣|很好，|我們|去|公園|散步。")]
    [InlineData("Thai", "วันนี้อากาศดีมากเราจึงไปเดินเล่นที่สวนสาธารณะ", "วัน|นี้|อากาศ|ดี|มาก|เรา|จึง|ไป|เดิน|เล่น|ที่|สวน|สาธารณะ")]
    [InlineData("Khmer", "ថ្ងៃនេះអាកាសធាតុល្អណាស់យើងទៅដើរលេងនៅសួនច្បារ", "ថ្ងៃនេះ|អាកាសធាតុ|ល្អ|ណាស់|យើង|ទៅដើរ|លេង|នៅ|សួនច្បារ")]
    [InlineData("Lao", "ມື້ນີ້ອາກາດດີຫຼາຍພວກເຮົາໄປຍ່າງຫຼິ້ນທີ່ສວນ", "ມື້|ນີ້|ອາກາດ|ດີ|ຫຼາຍ|ພວກ|ເຮົາ|ໄປ|ຍ່າງ|ຫຼິ້ນ|ທີ່|ສວນ")]
    [InlineData(
        "Burmese",
        "ဒီနေ့ရာသီဥတုအရမ်းကောင်းလို့ပန်းခြံမှာလမ်းလျှောက်ခဲ့တယ်။",
        "ဒီ|နေ့|ရာသီဥတု|အရမ်း|ကောင်း|လို့|ပန်းခြံ|မှာ|လမ်းလျှောက်|ခဲ့|တယ်။")]
    [InlineData("Tibetan, in syllables", "བོད་སྐད་ཡིན།", "བོད་|སྐད་|ཡིན།")]
    public void A_text_without_spaces_is_split_into_words(string language, string text, string words)
    {
        Assert.Equal(words.Split('|'), TableText(text));
        Assert.All(WordBreaks.Of(text), word => Assert.False(word.Spaced, language));
    }

    [Theory]
    [InlineData("彼は「はい」と言った。", "彼|は|「はい」|と|言っ|た。")]
    [InlineData("（笑）そうです！", "（笑）|そう|です！")]
    [InlineData("2024年にGPT-4が出た。", "2024|年|に|GPT-4|が|出|た。")]
    [InlineData("他说：“你好！”然后走了。", "他|说：|“你好！”|然后|走了。")]
    public void Punctuation_stays_with_its_word_and_other_scripts_stay_whole(string text, string words) =>
        Assert.Equal(words.Split('|'), TableText(text));

    [Theory]
    [InlineData("It’s 3.5 km to the well-known U.S. café (or so), isn’t it?")]
    [InlineData("오늘은 날씨가 아주 좋습니다.")]
    [InlineData("आज मौसम बहुत अच्छा है।")]
    [InlineData("Сегодня — очень хорошая погода…")]
    [InlineData("اليوم، الطقس جميل جدا.")]
    public void A_text_with_spaces_is_split_there_and_nowhere_else(string text) => Assert.Equal(text.Split(' '), TableText(text));

    [Fact]
    public void Spaces_within_a_text_without_them_are_told()
    {
        var words = WordBreaks.Of("สวัสดีครับ ผมชื่อ Ann");

        Assert.Equal(["สวัสดี", "ครับ", "ผม", "ชื่อ", "Ann"], words.Select(word => word.Text));
        Assert.Equal([false, false, true, false, true], words.Select(word => word.Spaced));
    }

    [Property]
    public void Words_and_the_spaces_between_them_are_the_whole_text(HostileText any)
    {
        var text = PlainText.OneLine(any.Value);
        var words = WordBreaks.Of(text);

        Assert.Equal(text, string.Concat(words.Select(word => (word.Spaced ? " " : "") + word.Text)));
        Assert.All(
            words,
            word => Assert.Equal((word.Text, false), (text[word.Start..word.End], word.Text.Contains(' ', StringComparison.Ordinal))));
    }

    [Fact]
    public void Many_threads_split_at_once()
    {
        const string Text = "今日はとても良い天気なので、公園を散歩しました。";
        var expected = TableText(Text);

        Parallel.For(0, 200, _ => Assert.Equal(expected, TableText(Text)));
    }

    [Theory]
    [InlineData("今日は。", "明日は。", "今日は。明日は。")]
    [InlineData("明日は", "Ann", "明日はAnn")]
    [InlineData("Hello.", "明日は。", "Hello. 明日は。")]
    [InlineData("สวัสดี", "ครับ", "สวัสดี ครับ")]
    [InlineData("오늘은", "좋습니다.", "오늘은 좋습니다.")]
    [InlineData("𠮷", "野", "𠮷野")]
    [InlineData("One.", "Two.", "One. Two.")]
    public void Texts_are_joined_as_they_are_written(string one, string other, string joined) =>
        Assert.Equal(joined, WordBreaks.Join([one, other]));

    private static IEnumerable<string> TableText(string text) => WordBreaks.Of(text).Select(word => word.Text);
}
