using Google.Protobuf;

namespace Catalog.Grpc;

/// <summary>Makes marshallers.</summary>
public static class GrpcMarshallers
{
    /// <summary>One for a message that protoc made.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="parser">Its parser.</param>
    public static GrpcMarshaller<T> Of<T>(MessageParser<T> parser)
        where T : IMessage<T>
        => new(parser.ParseFrom, static message => message.CalculateSize(), static (message, output) => message.WriteTo(output));
}
