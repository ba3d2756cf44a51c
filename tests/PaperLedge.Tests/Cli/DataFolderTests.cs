using PaperLedge.Cli.Processes;
using PaperLedge.DevHost.Processes;

namespace PaperLedge.Tests.Cli;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Kept => _folder.Of("azurite/blobs/kept.txt");

    [Fact]
    public void A_new_folder_is_made_and_known_again()
    {
        var path = _folder.Of("new/demo");
        using (var first = DataFolder.Open(path, "demo"))
        {
            Directory.CreateDirectory(first.Storage);
            Directory.CreateDirectory(first.Logs);
        }

        using var again = DataFolder.Open(path, "demo");
        again.RemoveStorage();
        again.RemoveLogs();
        again.RemoveLogs();
        Assert.Equal([Path.Combine(path, DataFolder.MarkerName)], Directory.GetFileSystemEntries(path));
    }

    [Fact]
    public void A_folder_with_files_of_somebody_else_is_refused()
    {
        Keep();
        AssertRefused("demo", "not empty");
    }

    [Fact]
    public void What_run_keeps_is_not_the_demos_to_remove()
    {
        using (DataFolder.Open(_folder.Path, "run"))
        {
            Keep();
        }

        AssertRefused("demo", "belongs to './paperledge run'");
    }

    [Fact]
    public void A_folder_in_use_is_refused_whatever_the_ports()
    {
        using var first = DataFolder.Open(_folder.Path, "demo");
        Keep();
        AssertRefused("demo", "another './paperledge demo' is using it");
    }

    [Fact]
    public void A_marker_that_was_never_written_to_is_taken_over()
    {
        File.WriteAllText(_folder.Of(DataFolder.MarkerName), "");
        DataFolder.Open(_folder.Path, "demo").Dispose();
        AssertRefused("run", "belongs to './paperledge demo'", keeps: false);
    }

    public void Dispose() => _folder.Dispose();

    private void Keep()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Kept)!);
        File.WriteAllText(Kept, "an episode");
    }

    private void AssertRefused(string command, string words, bool keeps = true)
    {
        var exception = Assert.Throws<StartException>(() => DataFolder.Open(_folder.Path, command));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Contains("--data", exception.Message, StringComparison.Ordinal);
        Assert.Equal(keeps, File.Exists(Kept));
    }
}
