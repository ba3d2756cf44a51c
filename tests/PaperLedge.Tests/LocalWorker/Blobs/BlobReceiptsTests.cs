using PaperLedge.LocalWorker.Blobs;

namespace PaperLedge.Tests.LocalWorker.Blobs;

public sealed class BlobReceiptsTests
{
    [Fact]
    public void A_receipt_is_named_after_host_function_version_and_blob() =>
        Assert.Equal(
            "blobreceipts/app/Host.Functions.F/0x1/episodes/a/b.mp3",
            BlobReceipts.Name("app", "Host.Functions.F", "episodes", "a/b.mp3", "0x1"));

    [Fact]
    public void The_longest_blob_names_get_receipts_that_storage_takes_and_that_differ()
    {
        var blobs = new[] { new string('a', 1024), new string('a', 1023) + "b" };
        var receipts = blobs.Select(b => BlobReceipts.Name("app", "Host.Functions.F", "episodes", b, "0x1")).ToList();

        Assert.All(receipts, r => Assert.InRange(r.Length, 1, 1024));
        Assert.Equal(2, receipts.Distinct().Count());
    }

    [Theory]
    [InlineData("\"0x8D\"", "0x8D")]
    [InlineData("0x8D", "0x8D")]
    public void An_ETag_is_compared_without_its_quotes(string eTag, string bare) => Assert.Equal(bare, BlobTriggerMessage.Bare(eTag));

    [Fact]
    public void A_poison_message_has_the_hosts_fields() =>
        Assert.Equal(
            """{"Type":"BlobTrigger","FunctionId":"Host.Functions.F","BlobType":"BlockBlob","ContainerName":"episodes","BlobName":"a.mp3","ETag":"0x1"}""",
            System.Text.Encoding.UTF8.GetString(
                new BlobTriggerMessage(BlobTriggerMessage.TypeName, "Host.Functions.F", "BlockBlob", "episodes", "a.mp3", "0x1").ToJson()));
}
