using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using PaperLedge.Benchmarks.Scoring;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>eSpeak NG's library, which reports when it speaks each word. It has one state for the whole process.</summary>
/// <remarks>
/// <see href="https://github.com/espeak-ng/espeak-ng/blob/master/src/include/espeak-ng/speak_lib.h"/>
/// </remarks>
internal static partial class Espeak
{
    private const string Library = "libespeak-ng.so.1";
    private const int Synchronous = 2;
    private const int Utf8 = 1;
    private const int ListEnd = 0;
    private const int WordEvent = 1;

    private static readonly List<short> s_samples = [];
    private static readonly List<(int Character, double Seconds)> s_words = [];
    private static int s_rate;

    /// <summary>Speaks a text into a 16 kHz WAV file.</summary>
    /// <param name="voice">A language's code, such as <c>en-us</c>.</param>
    /// <returns>
    /// The text's words with the synthesiser's own times. A number that is spoken as several words begins with the first of them.
    /// </returns>
    public static async Task<IReadOnlyList<TimedWord>> SpeakAsync(string text, string voice, string wav)
    {
        Synthesise(text, voice);
        var raw = Path.ChangeExtension(wav, ".raw");
        await File.WriteAllBytesAsync(raw, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(s_samples)).ToArray());
        await ChildRun.RunAsync(
            "ffmpeg",
            "-v", "error", "-y", "-f", "s16le", "-ar", $"{s_rate}", "-ac", "1", "-i", raw, "-ar", $"{SpeechAudio.Rate}", wav);
        File.Delete(raw);
        return
        [
            .. Word().Matches(text).Select(word => new TimedWord(
                word.Value,
                s_words.Where(spoken => spoken.Character >= word.Index && spoken.Character < word.Index + word.Length)
                    .Select(spoken => (double?)spoken.Seconds)
                    .FirstOrDefault())),
        ];
    }

    private static unsafe void Synthesise(string text, string voice)
    {
        if (s_rate == 0)
        {
            s_rate = Initialize(Synchronous, 500, null, 0);
            SetCallback(&Receive);
        }

        if (s_rate <= 0 || SetVoice(voice) != 0)
        {
            throw new InvalidOperationException($"eSpeak NG has no voice {voice}. Install it: apt-get install espeak-ng");
        }

        s_samples.Clear();
        s_words.Clear();
        var data = Encoding.UTF8.GetBytes(text + '\0');
        if (Synth(data, (nuint)data.Length, 0, 0, 0, Utf8, null, null) != 0)
        {
            throw new InvalidOperationException("eSpeak NG did not speak.");
        }
    }

    [GeneratedRegex(@"\S+")]
    private static partial Regex Word();

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static unsafe int Receive(short* samples, int count, Event* events)
    {
        if (samples is not null && count > 0)
        {
            s_samples.AddRange(new ReadOnlySpan<short>(samples, count));
        }

        for (; events->Type != ListEnd; events++)
        {
            if (events->Type == WordEvent)
            {
                s_words.Add((events->TextPosition - 1, events->AudioPosition / 1000d));
            }
        }

        return 0;
    }

    [LibraryImport(Library, EntryPoint = "espeak_Initialize", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Initialize(int output, int bufferMilliseconds, string? path, int options);

    [LibraryImport(Library, EntryPoint = "espeak_SetVoiceByName", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVoice(string name);

    [LibraryImport(Library, EntryPoint = "espeak_SetSynthCallback")]
    private static unsafe partial void SetCallback(delegate* unmanaged[Cdecl]<short*, int, Event*, int> callback);

    [LibraryImport(Library, EntryPoint = "espeak_Synth")]
    private static unsafe partial int Synth(
        byte[] text, nuint size, uint position, int positionType, uint end, uint flags, void* identifier, void* data);

    // Text positions start at 1; audio positions are in milliseconds.
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Event
    {
        public int Type;
        public uint Identifier;
        public int TextPosition;
        public int Length;
        public int AudioPosition;
        public int Sample;
        public void* UserData;
        public long Id;
    }
}
