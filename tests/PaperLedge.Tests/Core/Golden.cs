using System.Text;

namespace PaperLedge.Tests.Core;

/// <summary>
/// Files that say, byte for byte, what is written. They change by a person's decision only: a mismatch fails and leaves
/// what was received beside the test's copy, to be compared and, if right, copied over.
/// </summary>
internal static class Golden
{
    public static void Matches(string path, ReadOnlySpan<byte> received)
    {
        var expectedPath = Path.Combine(AppContext.BaseDirectory, "Core", path);
        if (File.Exists(expectedPath) && received.SequenceEqual(File.ReadAllBytes(expectedPath)))
        {
            return;
        }

        var receivedPath = Path.ChangeExtension(expectedPath, $".received{Path.GetExtension(path)}");
        Directory.CreateDirectory(Path.GetDirectoryName(receivedPath)!);
        File.WriteAllBytes(receivedPath, received.ToArray());
        var expected = File.Exists(expectedPath) ? File.ReadAllText(expectedPath) : "";
        Assert.Fail($"""
            tests/PaperLedge.Tests/Core/{path} differs from {FirstDifference(expected, Encoding.UTF8.GetString(received))}
            Received: {receivedPath}
            If the change is meant, copy that file over the golden one and review the diff.
            """);
    }

    public static void Matches(string path, string received) => Matches(path, Encoding.UTF8.GetBytes(received));

    private static string FirstDifference(string expected, string received)
    {
        var (old, now) = (expected.Split('\n'), received.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length))
            .FirstOrDefault(i => i >= old.Length || i >= now.Length || old[i] != now[i]);
        return $"line {line + 1} on:\n- {old.ElementAtOrDefault(line) ?? "(end)"}\n+ {now.ElementAtOrDefault(line) ?? "(end)"}";
    }
}
