using System.Text;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using PaperLedge.LocalWorker.Functions;
using PaperLedge.LocalWorker.Settings;

namespace PaperLedge.LocalWorker.Queues;

/// <summary>Makes a queue function's parameter of a message: the message, its bytes, its text, or an object of its JSON.</summary>
internal static class MessageBinding
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Check(FunctionMethod function, Refusals refusals)
    {
        var type = function.TriggerParameter.ParameterType;
        var json = type is { IsAbstract: false, IsByRef: false, IsPointer: false, IsArray: false, IsEnum: false, IsPrimitive: false }
            && !typeof(Delegate).IsAssignableFrom(type)
            && !typeof(Stream).IsAssignableFrom(type)
            && Nullable.GetUnderlyingType(type) is null
            && type.Assembly != typeof(object).Assembly;
        if (type != typeof(string) && type != typeof(BinaryData) && type != typeof(QueueMessage) && !json)
        {
            refusals.Add(function.Name, function.TriggerParameter, "[QueueTrigger] gives string, BinaryData, QueueMessage or a class that the message's JSON is read into.");
        }
    }

    /// <exception cref="FormatException">The message is not encoded as host.json says.</exception>
    /// <exception cref="DecoderFallbackException">The text is not UTF-8.</exception>
    /// <exception cref="JsonException">The text is no JSON of that type.</exception>
    public static object Read(QueueMessage message, Type type, MessageEncoding encoding, JsonSerializerOptions json)
    {
        var body = MessageText.Decode(message.Body, encoding);
        if (type == typeof(BinaryData))
        {
            return body;
        }

        if (type == typeof(QueueMessage))
        {
            return QueuesModelFactory.QueueMessage(
                message.MessageId, message.PopReceipt, body, message.DequeueCount, message.NextVisibleOn, message.InsertedOn, message.ExpiresOn);
        }

        var text = Strict.GetString(body);
        return type == typeof(string)
            ? text
            : JsonSerializer.Deserialize(text, type, json) ?? throw new JsonException($"The message is JSON's null, not a {type.Name}.");
    }
}
