using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Linking;

/// <summary>Looks up what a product is made from and what stands behind its ports.</summary>
internal static class DataProductLinker
{
    public static DataProduct Link(DataProductDraft draft, LinkContext context)
    {
        foreach (var port in draft.Ports)
        {
            if (port.Contract is { } contract)
            {
                context.Exists(draft, DefinitionKind.Contract, contract);
            }

            if (port.Target is { } target)
            {
                context.Exists(draft, target.Value.Kind, new Located<string>(target.Value.Name, target.At));
            }
        }

        foreach (var input in draft.Inputs)
        {
            LinkInput(draft, input, context);
        }

        return draft.Product;
    }

    private static void LinkInput(DataProductDraft draft, Located<string> input, LinkContext context)
    {
        if (input.Value.Split('/') is not [var productName, var portName])
        {
            context.Exists(draft, DefinitionKind.Source, input);
            return;
        }

        // Products may feed each other, so the other one is looked at as written.
        context.Exists(draft, DefinitionKind.DataProduct, input with { Value = productName }, whole: near => $"{near}/{portName}");
        if (context.Draft<DataProductDraft>(DefinitionKind.DataProduct, productName) is { IsBroken: false } product
            && product.Product.OutputPorts.All(port => port.Name != portName))
        {
            context.Error(
                DefinitionRules.UnknownReference, $"The data product '{productName}' has no output port '{portName}'.", input.At,
                NearName.Suggest(portName, [.. product.Product.OutputPorts.Select(static port => port.Name).Distinct()], near => $"{productName}/{near}"));
        }
    }
}
