using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Catalog.Grpc.Reflection;

/// <summary>The definitions of all services, by file and by name. Immutable.</summary>
internal sealed class ReflectionFiles
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);

    internal ReflectionFiles(IEnumerable<ServiceDescriptor> services)
    {
        Services = [.. services.Select(static service => service.FullName).Distinct().Order(StringComparer.Ordinal)];
        foreach (var service in services)
        {
            Add(service.File);
        }
    }

    /// <summary>Full names of the services, sorted.</summary>
    internal IReadOnlyList<string> Services { get; }

    /// <summary>A file and all that it imports, each as a serialized <c>FileDescriptorProto</c>; null if there is no such file.</summary>
    internal IReadOnlyList<ByteString>? FindFile(string name) => _files.TryGetValue(name, out var file) ? WithImports(file) : null;

    /// <summary>The file that has a service, a method, a message, a field or an enum of that full name; null if there is none.</summary>
    internal IReadOnlyList<ByteString>? FindSymbol(string name) => _symbols.TryGetValue(name, out var file) ? WithImports(file) : null;

    private static List<ByteString> WithImports(FileDescriptor file)
    {
        var found = new List<FileDescriptor> { file };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(found[i].Dependencies.Where(import => !found.Contains(import)));
        }

        return [.. found.Select(static one => one.SerializedData)];
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                _symbols[method.FullName] = file;
            }
        }

        foreach (var message in file.MessageTypes)
        {
            Add(message);
        }

        foreach (var type in file.EnumTypes)
        {
            _symbols[type.FullName] = file;
        }

        foreach (var import in file.Dependencies)
        {
            Add(import);
        }
    }

    private void Add(MessageDescriptor message)
    {
        _symbols[message.FullName] = message.File;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            _symbols[field.FullName] = message.File;
        }

        foreach (var type in message.EnumTypes)
        {
            _symbols[type.FullName] = message.File;
        }

        foreach (var nested in message.NestedTypes)
        {
            Add(nested);
        }
    }
}
