using System.Text.Json;
using Google.Protobuf.Reflection;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;

namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>Turns the text of a .proto file into <see cref="MessageType"/>s. Made for one schema.</summary>
internal sealed class ProtobufCompiler
{
    private const string Root = "schema.proto";

    private readonly Dictionary<string, (DescriptorProto Message, FileDescriptorProto File)> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<int, JsonEncodedText>> _enums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MessageType> _compiled = new(StringComparer.Ordinal);

    /// <summary>Compiles.</summary>
    /// <param name="text">The schema as the registry has it.</param>
    /// <param name="references">Texts of the files that it imports and their names there, each after those that it needs itself.</param>
    /// <exception cref="SchemaException">It is no schema of messages.</exception>
    internal static ProtobufSchema Compile(string text, IEnumerable<(string Name, string Text)> references)
    {
        try
        {
            var files = Parse(text, [.. references]);
            return new ProtobufCompiler().Compile(files);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException or InvalidCastException or OverflowException or NullReferenceException
            or KeyNotFoundException or NotSupportedException or IOException)
        {
            // What the parser throws at texts that are no schema; it checks less than it reads.
            throw Unreadable(error.Message, error);
        }
    }

    private static SchemaException Unreadable(string message, Exception? error = null) => new($"cannot be read as Protobuf: {message.TrimEnd('.')}", error);

    private static FileDescriptorSet Parse(string text, IReadOnlyList<(string Name, string Text)> references)
    {
        var files = new FileDescriptorSet { FileSystem = new NoFiles() };
        foreach (var (name, reference) in references.Concat(ConfluentFiles.For(text, references)))
        {
            files.Add(name, false, new StringReader(reference));
        }

        files.Add(Root, true, new StringReader(text));
        files.Process();
        return files.GetErrors().FirstOrDefault(static error => error.IsError) is { } wrong
            ? throw Unreadable($"{wrong.Message} (line {wrong.LineNumber} of {(wrong.File == Root ? "it" : $"'{wrong.File}'")})")
            : files;
    }

    private ProtobufSchema Compile(FileDescriptorSet files)
    {
        foreach (var file in files.Files)
        {
            var prefix = string.IsNullOrEmpty(file.Package) ? "." : $".{file.Package}.";
            Index(prefix, file.MessageTypes, file);
            Index(prefix, file.EnumTypes);
        }

        var root = files.Files.Single(static file => file.Name == Root);
        var name = string.IsNullOrEmpty(root.Package) ? "." : $".{root.Package}.";
        return root.MessageTypes.Count == 0
            ? throw new SchemaException("describes no message, so it has no fields for columns to be read from")
            : new ProtobufSchema([.. root.MessageTypes.Select(message => Message(name + message.Name))]);
    }

    private void Index(string prefix, List<DescriptorProto> messages, FileDescriptorProto file)
    {
        foreach (var message in messages)
        {
            _messages[prefix + message.Name] = (message, file);
            Index($"{prefix}{message.Name}.", message.NestedTypes, file);
            Index($"{prefix}{message.Name}.", message.EnumTypes);
        }
    }

    private void Index(string prefix, List<EnumDescriptorProto> enums)
    {
        foreach (var symbols in enums)
        {
            // Of two names of a number the first one counts.
            _enums[prefix + symbols.Name] = symbols.Values.DistinctBy(static value => value.Number).ToDictionary(static value => value.Number, static value => JsonEncodedText.Encode(value.Name));
        }
    }

    private MessageType Message(string fullName)
    {
        if (_compiled.TryGetValue(fullName, out var known))
        {
            return known;
        }

        if (!_messages.TryGetValue(fullName, out var found))
        {
            throw Unreadable($"there is no message '{fullName}'");
        }

        var message = new MessageType();
        _compiled[fullName] = message;
        var fields = found.Message.Fields.Select(field => Field(field, found.File)).ToArray();
        var nested = found.Message.NestedTypes.Where(static type => !IsMapEntry(type)).Select(type => Message($"{fullName}.{type.Name}")).ToArray();
        message.Set(fullName, fields, nested, IsMapEntry(found.Message));
        return message;
    }

    private MessageField Field(FieldDescriptorProto field, FileDescriptorProto file)
    {
        var presence = FieldPresences.Of(field, file);
        return new MessageField
        {
            Number = field.Number,
            Name = JsonEncodedText.Encode(field.Name),
            Type = field.type,
            IsRepeated = field.label == FieldDescriptorProto.Label.LabelRepeated,
            HasPresence = presence != FeatureSet.FieldPresence.Implicit,
            IsRequired = presence == FeatureSet.FieldPresence.LegacyRequired,
            OneOf = field.ShouldSerializeOneofIndex() ? field.OneofIndex : null,
            Message = field.type is FieldType.TypeMessage or FieldType.TypeGroup ? Message(field.TypeName) : null,
            Symbols = field.type == FieldType.TypeEnum ? _enums.GetValueOrDefault(field.TypeName) ?? throw Unreadable($"there is no enum '{field.TypeName}'") : null,
        };
    }

    private static bool IsMapEntry(DescriptorProto message) => message.Options is { MapEntry: true };

    /// <summary>Imports are those that the registry knows, never files of this machine.</summary>
    private sealed class NoFiles : IFileSystem
    {
        public bool Exists(string path) => false;

        public TextReader OpenText(string path) => throw new FileNotFoundException($"There is no '{path}'.");
    }
}
