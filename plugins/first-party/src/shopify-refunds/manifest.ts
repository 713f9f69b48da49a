import { inAllLanguages } from '../field-words/in-all-languages.ts'
import { getRefundAction, refundActions, refundCollections, refundSettings } from '../refund-rules/refund-manifest.ts'

const HOST = 'https://*.myshopify.com'

/** Gives money of orders in a Shopify shop back. */
const manifest = {
  name: 'shopify-refunds',
  version: '1.0.0',
  sdk: 1,
  title: {
    en: 'Shopify refunds',
    th: 'คืนเงินผ่าน Shopify',
    tr: 'Shopify iadeleri',
    lo: 'ຄືນເງິນຜ່ານ Shopify',
    'zh-Hant': 'Shopify 退款',
  },
  summary: {
    en: 'Gives orders of your Shopify shop back to what they were paid with, within your rules and with approvals.',
    th: 'คืนเงินคำสั่งซื้อในร้าน Shopify ของคุณไปยังช่องทางที่ชำระ ตามกฎของคุณและมีการอนุมัติ',
    tr: 'Shopify mağazanızdaki siparişleri ödendikleri araca, kurallarınız içinde ve onaylarla iade eder.',
    lo: 'ຄືນເງິນຄຳສັ່ງຊື້ໃນຮ້ານ Shopify ຂອງທ່ານໄປຍັງຊ່ອງທາງທີ່ຊຳລະ ຕາມກົດຂອງທ່ານ ແລະ ມີການອະນຸມັດ',
    'zh-Hant': '依您的規則與核准流程，將 Shopify 商店訂單的款項退回原付款方式。',
  },
  category: 'refunds',
  hosts: [HOST],
  secrets: [
    {
      key: 'SHOPIFY_CLIENT_SECRET',
      title: {
        en: 'Client secret',
        th: 'รหัสลับของไคลเอนต์',
        tr: 'İstemci gizli anahtarı',
        lo: 'ລະຫັດລັບຂອງໄຄລເອັນ',
        'zh-Hant': '用戶端密鑰',
      },
      hosts: [HOST],
    },
    {
      key: 'SHOPIFY_ACCESS_TOKEN',
      title: {
        ...{ en: 'Admin API access token of an older app', th: 'โทเค็น Admin API ของแอปรุ่นเก่า' },
        ...{
          tr: 'Eski bir uygulamanın Admin API belirteci',
          lo: 'ໂທເຄັນ Admin API ຂອງແອັບລຸ້ນເກົ່າ',
          'zh-Hant': '舊版應用程式的 Admin API 權杖',
        },
      },
      hosts: [HOST],
      optional: true,
    },
  ],
  limits: { timeoutMs: 15_000, memoryMb: 32 },
  settings: {
    type: 'object',
    properties: {
      shop: {
        type: 'string',
        title: 'Address of the shop',
        description: 'Such as https://acme.myshopify.com',
        format: 'uri',
        maxLength: 120,
      },
      clientId: {
        type: 'string',
        title: 'Client ID',
        description: 'Of the app in the Dev Dashboard. Blank: the access token of an older app is used.',
        maxLength: 100,
      },
      notify: { type: 'boolean', title: 'Shopify tells the customer by e-mail' },
      ...refundSettings,
    },
    required: ['shop'],
  },
  collections: refundCollections,
  actions: {
    ...refundActions('gid://shopify/Order/1001', 'gid://shopify/Refund/2'),
    getRefund: getRefundAction({
      refundId: 'gid://shopify/Refund/1',
      paymentId: 'gid://shopify/Order/1002',
      none: 'gid://shopify/Refund/99',
    }),
  },
} as const
export type ShopifyRefunds = typeof manifest

// biome-ignore lint/style/noDefaultExport: it is what packing reads
export default inAllLanguages(manifest)
