using System.Text;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using PaperLedge.LocalWorker.Queues;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.Tests.LocalWorker.Queues;

public sealed class MessageBindingTests
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_is_read_as_whatever_the_function_asks_for(bool base64)
    {
        const string Text = """{"slug":"attention","CHUNK":3}""";
        var encoding = base64 ? MessageEncoding.Base64 : MessageEncoding.None;
        var message = Message(MessageText.Encode(Encoding.UTF8.GetBytes(Text), encoding));

        Assert.Equal(Text, MessageBinding.Read(message, typeof(string), encoding, Json));
        Assert.Equal(Text, ((BinaryData)MessageBinding.Read(message, typeof(BinaryData), encoding, Json)).ToString());
        Assert.Equal(new ChunkMessage("attention", 3), MessageBinding.Read(message, typeof(ChunkMessage), encoding, Json));
        var whole = (QueueMessage)MessageBinding.Read(message, typeof(QueueMessage), encoding, Json);
        Assert.Equal((Text, "id", 2L), (whole.Body.ToString(), whole.MessageId, whole.DequeueCount));
    }

    [Theory]
    [InlineData("not base64!", typeof(string), typeof(FormatException))]
    [InlineData("/w==", typeof(string), typeof(DecoderFallbackException))]
    [InlineData("bm90IGpzb24=", typeof(ChunkMessage), typeof(JsonException))]
    [InlineData("bnVsbA==", typeof(ChunkMessage), typeof(JsonException))]
    public void A_message_that_cannot_be_read_fails_the_invocation(string body, Type type, Type failure) =>
        Assert.IsAssignableFrom(failure, Record.Exception(() => MessageBinding.Read(Message(body), type, MessageEncoding.Base64, Json)));

    private static QueueMessage Message(string body) =>
        QueuesModelFactory.QueueMessage("id", "receipt", BinaryData.FromString(body), dequeueCount: 2);

    private sealed record ChunkMessage(string Slug, int Chunk);
}
