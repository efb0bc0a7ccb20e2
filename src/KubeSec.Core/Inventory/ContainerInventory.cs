using KubeSec.Images;
using KubeSec.Manifests;

namespace KubeSec.Inventory;

/// <summary>Gathers one row per container while the manifests stream by; no tree is kept.</summary>
internal sealed class ContainerInventory
{
    private readonly List<InventoryEntry> entries = [];

    /// <summary>The rows, in the order of files and places.</summary>
    public IReadOnlyList<InventoryEntry> Entries => entries;

    /// <summary>Takes in the containers of a resource.</summary>
    public void Add(Resource resource)
    {
        foreach (Container container in resource.Workload?.Containers ?? [])
        {
            string image = container.Image.Text ?? "";
            entries.Add(new InventoryEntry
            {
                Resource = resource.Identity,
                Container = container.Name,
                Image = image,
                Span = container.Image.Span,
                Pinned = ImageReference.TryParse(image, out ImageReference? reference, out _) && reference.Digest is not null,
            });
        }
    }

    /// <summary>Adds to what is known of some rows.</summary>
    /// <returns>The rows as they now are.</returns>
    public IReadOnlyList<InventoryEntry> Mark(Func<InventoryEntry, bool> which, Func<InventoryEntry, InventoryEntry> change)
    {
        var marked = new List<InventoryEntry>();
        for (int i = 0; i < entries.Count; i++)
        {
            if (which(entries[i]))
            {
                entries[i] = change(entries[i]);
                marked.Add(entries[i]);
            }
        }

        return marked;
    }
}
