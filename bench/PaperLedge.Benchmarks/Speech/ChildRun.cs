using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PaperLedge.Benchmarks.Speech;

/// <summary>A program's run to its end, with its time and memory.</summary>
/// <param name="Processor">User and system time, its own children's included.</param>
/// <param name="Resident">Peak resident memory in bytes, its children's not included.</param>
internal sealed partial record ChildRun(TimeSpan Wall, TimeSpan Processor, long Resident, string Output, string Error)
{
    private const int Children = -1;

    /// <exception cref="InvalidOperationException">The program failed.</exception>
    public static async Task<ChildRun> RunAsync(string program, params string[] arguments)
    {
        var before = ChildrenTime();
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var resident = 0L;
        while (!process.HasExited)
        {
            resident = Math.Max(resident, ResidentOf(process.Id));
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(50));
        }

        await process.WaitForExitAsync();
        var wall = Stopwatch.GetElapsedTime(start);
        return process.ExitCode == 0
            ? new(wall, ChildrenTime() - before, resident, await output, await error)
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await error}");
    }

    // The kernel's own high-water mark.
    private static long ResidentOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // The process has ended meanwhile; the last reading remains.
            return 0;
        }
    }

    public static TimeSpan ChildrenTime()
    {
        Span<long> usage = stackalloc long[18];
        _ = GetUsage(Children, ref MemoryMarshal.GetReference(usage));
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, ref long usage);
}
