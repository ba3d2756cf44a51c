using System.Text;

namespace PaperLedge.Whisper.Audio;

/// <summary>The first bytes of a kind of file that is refused, so that the refusal can name it.</summary>
/// <param name="What">Completes "'x.mp3' is …".</param>
/// <param name="Bytes">What the file has at <paramref name="Offset"/>.</param>
internal sealed record Signature(AudioProblem Problem, string What, byte[] Bytes, int Offset = 0)
{
    private const AudioProblem NotAudio = AudioProblem.NotAudio;
    private const AudioProblem Unsupported = AudioProblem.UnsupportedFormat;
    private const AudioProblem Encrypted = AudioProblem.Encrypted;

    public static readonly IReadOnlyList<Signature> Refused =
    [
        Text(Encrypted, "an Audible file, which is encrypted", "ftypaax", 4),
        Text(Encrypted, "an OpenPGP message", "-----BEGIN PGP"),
        Text(Encrypted, "encrypted with age", "age-encryption.org/"),
        Text(Encrypted, "encrypted with OpenSSL", "Salted__"),
        Text(NotAudio, "a playlist (HLS or M3U)", "#EXTM3U"),
        Text(NotAudio, "a list of files for ffmpeg", "ffconcat"),
        Text(NotAudio, "a PDF document", "%PDF"),
        Text(NotAudio, "a ZIP archive", "PK\u0003\u0004"),
        Text(NotAudio, "an empty ZIP archive", "PK\u0005\u0006"),
        Text(NotAudio, "a RAR archive", "Rar!"),
        new(NotAudio, "a gzip archive", [0x1F, 0x8B]),
        new(NotAudio, "a 7-Zip archive", [(byte)'7', (byte)'z', 0xBC, 0xAF]),
        new(NotAudio, "a PNG image", [0x89, (byte)'P', (byte)'N', (byte)'G']),
        new(NotAudio, "a JPEG image", [0xFF, 0xD8, 0xFF]),
        Text(NotAudio, "a GIF image", "GIF8"),
        Text(NotAudio, "a MIDI file, which has notes but no sound", "MThd"),
        new(Unsupported, "a Matroska or WebM file", [0x1A, 0x45, 0xDF, 0xA3]),
        new(Unsupported, "a Windows Media file (WMA, WMV)", [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]),
        new(Unsupported, "an MPEG video", [0x00, 0x00, 0x01, 0xBA]),
        new(Unsupported, "an MPEG video", [0x00, 0x00, 0x01, 0xB3]),
        Text(Unsupported, "an AVI video", "AVI ", 8),
        Text(Unsupported, "a Flash video", "FLV\u0001"),
        Text(Unsupported, "an AIFF file", "AIFF", 8),
        Text(Unsupported, "an AIFF file", "AIFC", 8),
        Text(Unsupported, "a Core Audio file", "caff"),
        Text(Unsupported, "an AMR recording", "#!AMR"),
        Text(Unsupported, "a WavPack file", "wvpk"),
        Text(Unsupported, "a Monkey's Audio file", "MAC "),
    ];

    public bool Matches(ReadOnlySpan<byte> head) => head.Length >= Offset + Bytes.Length && head.Slice(Offset, Bytes.Length).SequenceEqual(Bytes);

    private static Signature Text(AudioProblem problem, string what, string text, int offset = 0) =>
        new(problem, what, Encoding.ASCII.GetBytes(text), offset);
}
